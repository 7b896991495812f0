// The bar that shows notices, and that the server is away.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { reachStore, tryReach } from '../kit/reach'
import { dismiss, noticeStore, passTime, type Shown, undo, wordsOf } from './notices'

const TICK_MS = 500

export function NoticeBar(): ReactNode {
  const notices = noticeStore((it) => it.notices)
  const away = useAwayItem()
  const held = useRef(false)
  useEffect(() => {
    const timer = setInterval(() => {
      // Nothing leaves while somebody reads it or is about to press its button.
      if (!held.current && !document.hidden) passTime(TICK_MS)
    }, TICK_MS)
    return () => clearInterval(timer)
  }, [])
  const hold = (it: boolean) => () => {
    held.current = it
  }
  return (
    <div onPointerEnter={hold(true)} onPointerLeave={hold(false)} onFocus={hold(true)} onBlur={hold(false)}>
      <Flashbar
        items={[...(away ? [away] : []), ...notices.map(itemOf)]}
        i18nStrings={{
          ariaLabel: 'Notices', errorIconAriaLabel: 'Error', infoIconAriaLabel: 'Information', successIconAriaLabel: 'Done',
          warningIconAriaLabel: 'Warning', inProgressIconAriaLabel: 'In progress',
        }}
      />
    </div>
  )
}

function itemOf(notice: Shown): FlashbarProps.MessageDefinition {
  return {
    id: notice.id,
    type: notice.type,
    loading: notice.type === 'in-progress' && notice.percent === undefined,
    content: <Content notice={notice} />,
    ariaRole: notice.type === 'error' || notice.type === 'warning' ? 'alert' : 'status',
    dismissible: notice.type !== 'in-progress',
    dismissLabel: 'Dismiss',
    onDismiss: () => dismiss(notice.id),
    action: <Actions notice={notice} />,
  }
}

function Content({ notice }: { readonly notice: Shown }): ReactNode {
  const { text, detail } = wordsOf(notice)
  return (
    <>
      {text}
      {detail && <Box variant="small" display="block" color="inherit">{detail}</Box>}
      {notice.percent !== undefined && <ProgressBar variant="flash" value={notice.percent} ariaLabel={notice.text} />}
    </>
  )
}

function Actions({ notice }: { readonly notice: Shown }): ReactNode {
  const navigate = useNavigate()
  const { link, cancel } = notice
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {notice.undo && <Button onClick={() => void undo(notice)}>Undo</Button>}
      {cancel && <Button onClick={cancel}>Cancel</Button>}
      {link && <Button onClick={() => void navigate(link.to)}>{link.text}</Button>}
    </SpaceBetween>
  )
}

function useAwayItem(): FlashbarProps.MessageDefinition | null {
  const { isDown, next_ms } = reachStore()
  const [now_ms, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!isDown) return
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [isDown])
  if (!isDown) return null
  const wait_s = Math.max(0, Math.ceil((next_ms - now_ms) / 1_000))
  return {
    id: 'server-away',
    type: 'error',
    ariaRole: 'alert',
    header: 'The server does not answer',
    content: next_ms === 0 || wait_s === 0 ? 'Trying again…' : `What you see may be old. Trying again in ${wait_s} s.`,
    action: <Button onClick={() => void tryReach()}>Try now</Button>,
  }
}
