// The frame of a detail page: where one is, its title and actions, loading and errors.

import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group'
import Box from '@cloudscape-design/components/box'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import Spinner from '@cloudscape-design/components/spinner'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { ErrorAlert } from './error-alert'
import { usePageTitle } from './page-title'

export interface Crumb {
  readonly text: string
  /** Below /console, as React Router has it: `/workspaces/a`. */
  readonly href: string
}

export interface PageFrameProps {
  readonly title: string
  readonly crumbs: readonly Crumb[]
  readonly description?: ReactNode
  readonly actions?: ReactNode
  readonly isLoading?: boolean
  readonly error?: unknown
  readonly onRetry?: () => void
  /** Lists bring their own header. */
  readonly hasOwnHeader?: boolean
  readonly children?: ReactNode
}

export function PageFrame(props: PageFrameProps): ReactNode {
  const { title, crumbs, isLoading, error } = props
  usePageTitle(title)
  const body = error ? <ErrorAlert error={error} onRetry={props.onRetry} />
    : isLoading ? <Box textAlign="center" padding="xxl"><Spinner size="large" /> Loading…</Box>
    : props.children
  const header = props.hasOwnHeader ? undefined : (
    <Header variant="h1" description={props.description} actions={props.actions && <div className="g-actions">{props.actions}</div>}>{title}</Header>
  )
  return (
    <ContentLayout {...(crumbs.length > 0 ? { breadcrumbs: <Crumbs crumbs={[...crumbs, { text: title, href: '' }]} /> } : {})} {...(header ? { header } : {})}>
      {body}
    </ContentLayout>
  )
}

function Crumbs({ crumbs }: { readonly crumbs: readonly Crumb[] }): ReactNode {
  const navigate = useNavigate()
  return (
    <BreadcrumbGroup
      ariaLabel="Breadcrumbs"
      items={crumbs.map(({ text, href }) => ({ text, href: href && `/console${href}` }))}
      onFollow={(event) => {
        event.preventDefault()
        navigate(event.detail.href.replace(/^\/console/, '') || '/')
      }}
    />
  )
}
