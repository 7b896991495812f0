// How many entities and scenes a workspace has, asked for when its row is shown.

import Box from '@cloudscape-design/components/box'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { ListEntitiesCommand, ListScenesCommand } from '@aws-sdk/client-iottwinmaker'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useConsole } from '../../kit/context'
import { useFormat } from '../../kit/format'
import { Link } from '../../kit/link'
import { paths } from '../../kit/paths'
import { keys } from '../../kit/query'

/** A row counts so far; larger twins say "and more". */
const PAGES = 10
const PAGE = 200

export function Count({ workspaceId, what }: { readonly workspaceId: string; readonly what: 'entities' | 'scenes' }): ReactNode {
  const { twinmaker } = useConsole().clients
  const format = useFormat()
  const { data, error } = useQuery({
    queryKey: [...(what === 'entities' ? keys.entities(workspaceId) : keys.scenes(workspaceId)), 'count'],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      let count = 0
      let nextToken: string | undefined
      for (let page = 0; page < PAGES; page += 1) {
        const input = { workspaceId, maxResults: PAGE, nextToken }
        const answer = what === 'entities'
          ? await twinmaker.send(new ListEntitiesCommand(input), { abortSignal: signal })
          : await twinmaker.send(new ListScenesCommand(input), { abortSignal: signal })
        count += ('entitySummaries' in answer ? answer.entitySummaries : 'sceneSummaries' in answer ? answer.sceneSummaries : [])?.length ?? 0
        nextToken = answer.nextToken
        if (nextToken === undefined) return { count, hasMore: false }
      }
      return { count, hasMore: true }
    },
  })
  if (error) return <StatusIndicator type="warning">not known</StatusIndicator>
  if (!data) return <Box color="text-status-inactive">…</Box>
  const to = what === 'entities' ? paths.entities(workspaceId) : paths.scenes(workspaceId)
  const text = `${format.number(data.count)}${data.hasMore ? '+' : ''}`
  return <Link to={to} ariaLabel={`${text} ${what} of ${workspaceId}`}>{text}</Link>
}
