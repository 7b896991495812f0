// What an entity says beside its values: its documents and its relations.

import type { GetEntityCommandOutput } from '@aws-sdk/client-iottwinmaker'
import type { Clients } from '../../aws'
import { signedLink } from '../../objects/presign'
import { parseS3Uri } from '../../objects/uri'

export interface EntityLink {
  readonly name: string
  /** An address, or an entity's id. */
  readonly target: string
}

/** Of each documents component (a map of names to addresses). */
export function documentsOf(entity: GetEntityCommandOutput): readonly EntityLink[] {
  return Object.values(entity.components ?? {}).flatMap((component) =>
    Object.entries(component.properties ?? {}).flatMap(([property, { value }]) => {
      const isDocuments =
        component.componentTypeId === 'com.amazon.iottwinmaker.documents' || property === 'documents'
      if (!isDocuments || !value?.mapValue) return []
      return Object.entries(value.mapValue).flatMap(([name, it]) =>
        it.stringValue ? [{ name, target: it.stringValue }] : [],
      )
    }),
  )
}

export function relationsOf(entity: GetEntityCommandOutput): readonly EntityLink[] {
  return Object.values(entity.components ?? {}).flatMap((component) =>
    Object.entries(component.properties ?? {}).flatMap(([name, { value }]) => {
      const all = value?.listValue ?? (value ? [value] : [])
      return all.flatMap((it) =>
        it.relationshipValue?.targetEntityId ? [{ name, target: it.relationshipValue.targetEntityId }] : [],
      )
    }),
  )
}

/** Opens a document in a new tab; objects by a signed address. */
export async function openDocument(clients: Clients, address: string): Promise<void> {
  const name = parseS3Uri(address)
  if (!name && !/^https?:\/\//.test(address)) throw new Error(`“${address}” is neither s3:// nor http(s)://`)
  globalThis.open(name ? await signedLink(clients, name) : address, '_blank', 'noopener,noreferrer')
}
