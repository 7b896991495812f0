// Makes a component type: from nothing, like another one, or extending one.

import { CreateComponentTypeCommand } from '@aws-sdk/client-iottwinmaker'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useConsole, useWorkspaceId } from '../../kit/context'
import { ErrorAlert } from '../../kit/error-alert'
import { PageFrame } from '../../kit/page-frame'
import { paths } from '../../kit/paths'
import { keys } from '../../kit/query'
import { typesCrumbs } from './crumbs'
import { useLineage, useTypes } from './data'
import { TypeEditor } from './editor/type-editor'
import { isPredefined, type TypeDraft } from './model/draft'
import { copyOf, prefixOf } from './model/names'
import { declarationOf } from './model/origin'
import { requestOf } from './model/request'

export function Page(): ReactNode {
  const workspaceId = useWorkspaceId()
  const [params] = useSearchParams()
  const [from, parent] = [params.get('from'), params.get('extends')]
  const types = useTypes(workspaceId)
  const lineage = useLineage(workspaceId, from ? [from] : [])
  const isReady = types.data !== undefined && lineage.isReady
  return (
    <PageFrame
      title="Create component type" crumbs={typesCrumbs(workspaceId)}
      isLoading={!isReady && !lineage.error && !types.error}
      error={types.error ?? lineage.error} onRetry={() => void types.refetch()}
      description={from ? `Like ${from}` : 'What a component can be: its properties, and which functions read and write them.'}
    >
      {isReady && (
        <Creating key={`${from} ${parent}`} first={firstOf(workspaceId, types.data, from, parent, lineage)} />
      )}
    </PageFrame>
  )
}

function firstOf(
  workspaceId: string, types: NonNullable<ReturnType<typeof useTypes>['data']>, from: string | null,
  parent: string | null,
  { typeOf }: ReturnType<typeof useLineage>,
): TypeDraft {
  const own = types.filter((it) => !isPredefined(it)).map((it) => it.componentTypeId ?? '')
  const prefix = prefixOf(own, workspaceId)
  const type = from ? typeOf(from) : undefined
  if (type && from) {
    const taken = new Set(types.map((it) => it.componentTypeId ?? ''))
    return { ...declarationOf(type, typeOf), componentTypeId: copyOf(from, taken, prefix) }
  }
  return { componentTypeId: prefix, ...(parent ? { extendsFrom: [parent] } : {}) }
}

function Creating({ first }: { readonly first: TypeDraft }): ReactNode {
  const workspaceId = useWorkspaceId()
  const { clients, notify } = useConsole()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [state, setState] = useState<'editing' | 'busy' | 'saved'>('editing')
  const [error, setError] = useState<unknown>(null)
  const [start] = useState(first)
  const save = async (draft: TypeDraft) => {
    setState('busy')
    setError(null)
    try {
      await clients.twinmaker.send(new CreateComponentTypeCommand(requestOf(workspaceId, draft)))
      setState('saved')
      await client.invalidateQueries({ queryKey: keys.componentTypes(workspaceId) })
      notify({ type: 'success', text: `Component type ${draft.componentTypeId} created` })
      // The page is left once it knows that nothing is unsaved.
      setTimeout(() => navigate(paths.componentType(workspaceId, draft.componentTypeId)), 0)
    } catch (failure) {
      setError(failure)
      setState('editing')
    }
  }
  return (
    <TypeEditor
      first={start} saveLabel="Create" isBusy={state === 'busy'} isSaved={state === 'saved'}
      onSave={(it) => void save(it)}
      onCancel={() => navigate(paths.componentTypes(workspaceId))}
      footer={<ErrorAlert error={error} header="The type was not created" />}
    />
  )
}
