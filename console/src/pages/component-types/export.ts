// Types as a file: their own declarations, as CreateComponentType takes them; and back.

import type { Clients } from '../../aws'
import { queryClient } from '../../kit/query'
import { readLineage } from './data'
import type { TypeDraft } from './model/draft'
import { declarationOf } from './model/origin'

/** Saves the declarations of these types as one JSON file. */
export async function exportTypes(clients: Clients, workspaceId: string, ids: readonly string[]): Promise<void> {
  const types = await readLineage(queryClient, clients, workspaceId, ids)
  const drafts = ids.flatMap((id) => {
    const type = types[id]
    return type ? [declarationOf(type, (it) => types[it])] : []
  })
  const name = drafts.length === 1 ? drafts[0]?.componentTypeId.replaceAll(':', '_') : `${workspaceId}-component-types`
  saveFile(`${name}.json`, JSON.stringify(fileOf(drafts), null, 2))
}

/** The form of Gemel's and TwinMaker's import files: `{"componentTypes": […]}`. */
export function fileOf(drafts: readonly TypeDraft[]): { readonly componentTypes: readonly TypeDraft[] } {
  return { componentTypes: drafts }
}

export function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
