// Which workspace one is in, and the way to another.

import Select from '@cloudscape-design/components/select'
import type { ReactNode } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useWorkspaces } from '../kit/lists'
import { paths } from '../kit/paths'

const ALL = '\u0000all'

export function WorkspaceSwitcher({ workspaceId }: { readonly workspaceId: string | undefined }): ReactNode {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const { items, isPending, error, refetch } = useWorkspaces()
  const options = items.map((it) => ({ value: it.workspaceId ?? '', label: it.workspaceId ?? '', ...(it.description ? { description: it.description } : {}) }))
  const go = (chosen: string) => {
    if (chosen === ALL) return void navigate(paths.workspaces())
    void navigate(samePlace(pathname, workspaceId, chosen))
  }
  return (
    <Select
      selectedOption={workspaceId === undefined ? null : { value: workspaceId, label: workspaceId }}
      options={[...options, { value: ALL, label: 'All workspaces…' }]}
      onChange={({ detail }) => go(detail.selectedOption.value ?? ALL)}
      placeholder="Workspace…" filteringType={options.length > 7 ? 'auto' : 'none'} filteringPlaceholder="Find a workspace"
      filteringAriaLabel="Find a workspace" selectedAriaLabel="Selected" ariaLabel="Workspace" empty="No workspaces"
      statusType={isPending ? 'loading' : error && items.length === 0 ? 'error' : 'finished'} loadingText="Loading workspaces"
      errorText="The list did not load." recoveryText="Try again" onLoadItems={() => { if (error) refetch() }}
      triggerVariant="label" expandToViewport
    />
  )
}

/** The same page of another workspace: from the scenes of one to the scenes of the other. */
export function samePlace(pathname: string, from: string | undefined, to: string): string {
  if (from === undefined) return paths.workspace(to)
  const page = pathname.slice(paths.workspace(from).length).split('/')[1]
  return page ? `${paths.workspace(to)}/${page}` : paths.workspace(to)
}
