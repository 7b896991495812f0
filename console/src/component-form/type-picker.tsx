// Choosing a component type: own and predefined ones, found by typing; abstract ones are shown with the reason why not.

import Select, { type SelectProps } from '@cloudscape-design/components/select'
import { type ComponentTypeSummary, ListComponentTypesCommand } from '@aws-sdk/client-iottwinmaker'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { keys } from '../kit/query'
import type { Place } from '../pages/entities/operations'
import { useTypes } from '../pages/entities/use-types'

export interface TypePickerProps {
  readonly place: Place
  readonly value: string | null
  readonly onChange: (typeId: string) => void
  readonly isInvalid?: boolean
}

export function TypePicker({ place, value, onChange, isInvalid }: TypePickerProps): ReactNode {
  const types = useTypes(place)
  const abstract = useAbstract(place)
  const options = groupsOf(types.data ?? [], abstract.data ?? new Set())
  const selected = (types.data ?? []).find((it) => it.componentTypeId === value)
  return (
    <Select
      options={options} filteringType="auto" filteringPlaceholder="Find types" placeholder="Choose a component type" ariaLabel="Component type" expandToViewport invalid={isInvalid ?? false}
      selectedOption={value === null ? null : { value, label: selected?.componentTypeName || value, ...(selected?.description ? { description: selected.description } : {}) }}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')} triggerVariant="option"
      statusType={types.isPending ? 'loading' : types.error ? 'error' : 'finished'} loadingText="Reading types" errorText="The types could not be read" recoveryText="Try again" onLoadItems={() => void types.refetch()} empty="No types"
    />
  )
}

/** Ids of the types that cannot be used on an entity. */
function useAbstract({ clients, workspaceId }: Place) {
  return useQuery({
    queryKey: [...keys.componentTypes(workspaceId), 'abstract'], staleTime: 60_000,
    queryFn: async () => {
      const ids = new Set<string>()
      let nextToken: string | undefined
      do {
        const page = await clients.twinmaker.send(new ListComponentTypesCommand({ workspaceId, filters: [{ isAbstract: true }], maxResults: 200, ...(nextToken === undefined ? {} : { nextToken }) }))
        for (const it of page.componentTypeSummaries ?? []) ids.add(it.componentTypeId ?? '')
        nextToken = page.nextToken
      } while (nextToken !== undefined)
      return ids
    },
  })
}

function groupsOf(types: readonly ComponentTypeSummary[], abstract: ReadonlySet<string>): SelectProps.Options {
  const option = (it: ComponentTypeSummary): SelectProps.Option => {
    const id = it.componentTypeId ?? ''
    const isBad = it.status?.state === 'ERROR'
    const reason = abstract.has(id) ? 'Abstract: it only gives its properties to other types. Make a type that extends it.' : isBad ? 'This type has an error.' : null
    return {
      value: id, label: it.componentTypeName || id, ...(it.componentTypeName ? { labelTag: id } : {}), ...(it.description ? { description: it.description } : {}),
      filteringTags: [id, it.description ?? ''], ...(reason ? { disabled: true, disabledReason: reason, tags: [abstract.has(id) ? 'abstract' : 'error'] } : {}),
    }
  }
  const isOwn = (it: ComponentTypeSummary) => !/^(test\.)?com\.(amazon|gemel)\./.test(it.componentTypeId ?? '')
  // The two a person wants most stand first.
  const weight = (it: ComponentTypeSummary) => (/iottwinmaker\.(documents|parameters)$/.test(it.componentTypeId ?? '') ? 0 : /\.3d\./.test(it.componentTypeId ?? '') ? 2 : 1)
  const predefined = types.filter((it) => !isOwn(it)).toSorted((a, b) => weight(a) - weight(b))
  return [
    { label: 'Of this workspace', options: types.filter(isOwn).map(option) },
    { label: 'Predefined', options: predefined.map(option) },
  ].filter((it) => it.options.length > 0)
}
