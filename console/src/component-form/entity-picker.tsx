// Choosing an entity by typing: names, ids, with the way to each; narrowed to entities of a type when asked.

import Autosuggest from '@cloudscape-design/components/autosuggest'
import { type ReactNode, useState } from 'react'
import { useConsole, useWorkspaceId } from '../kit/context'
import { useFind } from '../pages/entities/search/find'
import { indexOf } from '../pages/entities/search/loader'

export interface EntityPickerProps {
  /** The id of the chosen entity; what was typed when it is none. */
  readonly value: string
  readonly onChange: (entityId: string) => void
  /** Offers entities with a component of this type only. */
  readonly typeId?: string | undefined
  readonly placeholder?: string
  readonly ariaLabel?: string
  readonly isDisabled?: boolean
  readonly isInvalid?: boolean
  /** Entities that are not offered. */
  readonly except?: ReadonlySet<string>
  /** Further choices above the entities, such as the top level. */
  readonly extra?: readonly { readonly value: string; readonly label: string; readonly description?: string }[]
  readonly id?: string
}

const OFFERED = 60

export function EntityPicker(props: EntityPickerProps): ReactNode {
  const { value, onChange, typeId, except, extra = [] } = props
  const { clients } = useConsole()
  const workspaceId = useWorkspaceId()
  const [isOpen, setOpen] = useState(false)
  const index = indexOf(clients, workspaceId).index
  const known = extra.find((it) => it.value === value)
  // A whole id stands for its entity: then everything is offered again, not only that one.
  const words = index.get(value) || known ? '' : value
  const found = useFind({ clients, workspaceId }, words, typeId ?? null, isOpen || value !== '')
  const isLoading = found.loading.status === 'loading' || found.isTypeLoading
  const options = found.hits.filter(({ node }) => !except?.has(node.id)).slice(0, OFFERED).map(({ node, path }) => ({
    value: node.id, label: node.name, description: path.length === 0 ? 'Top level' : path.join(' › '), labelTag: node.id,
  }))
  const name = index.get(value)?.name ?? known?.label
  return (
    <div>
      <Autosuggest
        value={value} onChange={({ detail }) => onChange(detail.value)} onFocus={() => setOpen(true)}
        options={[...extra.map((it) => ({ ...it })), ...options]} filteringType="manual"
        enteredTextLabel={(text) => `Use the id “${text}”`}
        placeholder={props.placeholder ?? 'Type a name or an id'} ariaLabel={props.ariaLabel ?? 'Entity'}
        disabled={props.isDisabled ?? false} invalid={props.isInvalid ?? false} {...(props.id ? { controlId: props.id } : {})}
        statusType={found.error ? 'error' : isLoading ? 'loading' : 'finished'}
        loadingText={`Reading entities… ${found.loading.count.toLocaleString('en')}`} errorText="The entities could not be read" recoveryText="Try again" onLoadItems={() => (found.error ? found.retry() : undefined)}
        empty={typeId ? `No entity has a component of type ${typeId}` : 'No entity'}
        expandToViewport
      />
      {name !== undefined && <div className="g-picked">{name}{index.pathOf(value).length > 0 && <span> · {index.pathOf(value).join(' › ')}</span>}</div>}
    </div>
  )
}
