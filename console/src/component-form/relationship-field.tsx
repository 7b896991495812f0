// A link to another entity, and if wanted to one of its components.

import Autosuggest from '@cloudscape-design/components/autosuggest'
import { GetEntityCommand } from '@aws-sdk/client-iottwinmaker'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useConsole, useWorkspaceId } from '../kit/context'
import { keys } from '../kit/query'
import { EntityPicker } from './entity-picker'
import { problemAt, type ValueFieldProps } from './value-field'

export function RelationshipField({ type, value, onChange, label, problems, path, placeholder, isDisabled }: ValueFieldProps): ReactNode {
  const { targetEntityId = '', targetComponentName = '' } = value?.relationshipValue ?? {}
  const typeId = type?.relationship?.targetComponentTypeId
  const set = (entityId: string, component: string) => {
    if (entityId === '' && component === '' && path.length === 0) return onChange(undefined)
    onChange({ relationshipValue: { targetEntityId: entityId, ...(component === '' ? {} : { targetComponentName: component }) } })
  }
  const isWhole = problemAt(problems, path) === undefined
  const components = useComponents(isWhole ? targetEntityId : '')
  return (
    <div className="g-rows-row">
      <div className="g-rows-main">
        <EntityPicker value={targetEntityId} onChange={(id) => set(id, targetComponentName)} typeId={typeId} ariaLabel={label} isInvalid={problemAt(problems, path) !== undefined} isDisabled={isDisabled ?? false} placeholder={placeholder || (typeId ? `An entity with ${typeId}` : 'Type a name or an id')} />
      </div>
      <div className="g-rows-key">
        <Autosuggest
          value={targetComponentName} onChange={({ detail }) => set(targetEntityId, detail.value)} ariaLabel={`${label}: component (optional)`} placeholder="Component (optional)" disabled={(isDisabled ?? false) || targetEntityId === ''}
          options={components.map(([value, description]) => ({ value, description: description ?? '' }))} enteredTextLabel={(text) => `Use “${text}”`} expandToViewport empty="No components"
        />
      </div>
    </div>
  )
}

function useComponents(entityId: string): readonly (readonly [string, string | undefined])[] {
  const { clients } = useConsole()
  const workspaceId = useWorkspaceId()
  const query = useQuery({
    queryKey: keys.entity(workspaceId, entityId), enabled: entityId.length > 1, retry: false,
    queryFn: () => clients.twinmaker.send(new GetEntityCommand({ workspaceId, entityId })),
  })
  return Object.entries(query.data?.components ?? {}).map(([name, it]) => [name, it.componentTypeId] as const)
}
