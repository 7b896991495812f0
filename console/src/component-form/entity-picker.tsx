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
  /** What is typed until something is chosen; then the name of that stands there. */
  const [typed, type] = useState<string | null>(null)
  const { index } = indexOf(clients, workspaceId)
  const known = extra.find((it) => it.value === value)
  const found = useFind({ clients, workspaceId }, typed ?? '', typeId ?? null, isOpen || value !== '')
  const isLoading = found.loading.status === 'loading' || found.isTypeLoading
  const options = found.hits.filter(({ node }) => !except?.has(node.id)).slice(0, OFFERED).map(({ node, path }) => ({
    value: node.id, label: node.name, description: path.length === 0 ? 'Top level' : path.join(' › '), labelTag: node.id,
  }))
  const name = index.get(value)?.name ?? known?.label
  const way = [value, ...index.pathOf(value)]
  return (
    <div>
      <Autosuggest
        value={typed ?? name ?? value} onFocus={() => setOpen(true)}
        onChange={({ detail }) => { type(detail.value); onChange(detail.value) }} onSelect={({ detail }) => { type(null); onChange(detail.value) }}
        options={[...extra.filter((it) => it.label.toLowerCase().includes((typed ?? '').toLowerCase())).map((it) => ({ ...it })), ...options]} filteringType="manual"
        enteredTextLabel={(text) => `Use the id “${text}”`}
        placeholder={props.placeholder ?? 'Type a name or an id'} ariaLabel={props.ariaLabel ?? 'Entity'}
        disabled={props.isDisabled ?? false} invalid={props.isInvalid ?? false} {...(props.id ? { controlId: props.id } : {})}
        statusType={found.error ? 'error' : isLoading ? 'loading' : 'finished'}
        loadingText={`Reading entities… ${found.loading.count.toLocaleString('en')}`} errorText="The entities could not be read" recoveryText="Try again" onLoadItems={() => (found.error ? found.retry() : undefined)}
        empty={typeId ? `No entity has a component of type ${typeId}` : 'No entity'}
        expandToViewport
      />
      {name !== undefined && !known && <div className="g-picked">{way[0]}{way.length > 1 && ` · ${way.slice(1).join(' › ')}`}</div>}
    </div>
  )
}
