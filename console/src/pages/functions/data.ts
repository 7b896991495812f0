// What these pages ask of the API: functions, one function, and which component types name it.

import {
  type FunctionConfiguration, GetFunctionCommand, type GetFunctionResponse, ListFunctionsCommand,
} from '@aws-sdk/client-lambda'
import { ListWorkspacesCommand } from '@aws-sdk/client-iottwinmaker'
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import type { Clients } from '../../aws'
import { useConsole } from '../../kit/context'
import { keys } from '../../kit/query'
import { listTypes, typeQuery } from '../component-types/data'
import { isPredefined } from '../component-types/model/draft'

export async function listFunctions(clients: Clients): Promise<FunctionConfiguration[]> {
  const found: FunctionConfiguration[] = []
  let Marker: string | undefined
  do {
    const page = await clients.lambda.send(new ListFunctionsCommand({ Marker }))
    found.push(...(page.Functions ?? []))
    Marker = page.NextMarker
  } while (Marker)
  return found
}

export function useFunctions(): UseQueryResult<FunctionConfiguration[]> {
  const { clients } = useConsole()
  return useQuery({ queryKey: [...keys.functions(), 'all'], queryFn: () => listFunctions(clients) })
}

export function useFunction(name: string): UseQueryResult<GetFunctionResponse> {
  const { clients } = useConsole()
  return useQuery({
    queryKey: [...keys.functions(), 'one', name],
    queryFn: () => clients.lambda.send(new GetFunctionCommand({ FunctionName: name })),
  })
}

/** One place that names a function. */
export interface Use {
  readonly workspaceId: string
  readonly componentTypeId: string
  readonly componentTypeName: string
  /** `dataReader`, … */
  readonly kinds: readonly string[]
}

/** By ARN: the component types that name a function themselves; heirs are left out. */
export type Uses = Readonly<Record<string, readonly Use[]>>

/** Looks through the types of every workspace; asked once for all functions, and kept for a while. */
export function useUses(): UseQueryResult<Uses> {
  const { clients } = useConsole()
  const client = useQueryClient()
  return useQuery({
    queryKey: [...keys.functions(), 'uses'],
    staleTime: 30_000,
    queryFn: async (): Promise<Uses> => {
      const uses: Record<string, Use[]> = {}
      for (const workspaceId of await listWorkspaceIds(clients)) {
        const own = (await listTypes(clients, workspaceId)).filter((it) => !isPredefined(it))
        const types = await Promise.all(own.map((it) => client.fetchQuery({
          ...typeQuery(clients, workspaceId, it.componentTypeId ?? ''), staleTime: 30_000,
        })))
        for (const it of types) {
          const kinds: Record<string, string[]> = {}
          for (const [kind, { implementedBy, isInherited }] of Object.entries(it.functions ?? {})) {
            const arn = implementedBy?.lambda?.arn
            if (arn && !isInherited) (kinds[arn] ??= []).push(kind)
          }
          for (const [arn, named] of Object.entries(kinds)) {
            (uses[arn] ??= []).push({
              workspaceId, kinds: named, componentTypeId: it.componentTypeId ?? '', componentTypeName: it.componentTypeName ?? '',
            })
          }
        }
      }
      return uses
    },
  })
}

async function listWorkspaceIds(clients: Clients): Promise<string[]> {
  const ids: string[] = []
  let nextToken: string | undefined
  do {
    const page = await clients.twinmaker.send(new ListWorkspacesCommand({ nextToken }))
    ids.push(...(page.workspaceSummaries ?? []).map((it) => it.workspaceId ?? ''))
    nextToken = page.nextToken
  } while (nextToken)
  return ids
}

/** The time of Lambda's own form: `2026-11-24T15:00:00.000+0000`. */
export function modifiedAt(it: FunctionConfiguration): Date | undefined {
  const text = it.LastModified?.replace(/\+0000$/, 'Z')
  const at = text ? new Date(text) : undefined
  return at && Number.isFinite(at.getTime()) ? at : undefined
}
