// What the dashboard asks: the workspace, its bucket, its types in detail, the functions they name, the alarms.

import { GetComponentTypeCommand, type GetComponentTypeCommandOutput, GetWorkspaceCommand } from '@aws-sdk/client-iottwinmaker'
import { GetFunctionCommand } from '@aws-sdk/client-lambda'
import { HeadBucketCommand } from '@aws-sdk/client-s3'
import { useQuery } from '@tanstack/react-query'
import { useConsole } from '../../kit/context'
import { keys } from '../../kit/query'
import { isAlarmType, readAlarms } from './alarms'

const AT_ONCE = 6
/** The dashboard looks into so many types; a twin with more is told so. */
export const TYPES_READ = 200
const ALARMS_EVERY_MS = 15_000

export function useWorkspace(workspaceId: string) {
  const { twinmaker } = useConsole().clients
  return useQuery({ queryKey: keys.workspace(workspaceId), queryFn: () => twinmaker.send(new GetWorkspaceCommand({ workspaceId })) })
}

export function useBucketHealth(bucket: string | null) {
  const { s3 } = useConsole().clients
  return useQuery({
    queryKey: ['bucket-health', bucket], enabled: bucket !== null, retry: false,
    queryFn: ({ signal }) => s3.send(new HeadBucketCommand({ Bucket: bucket ?? '' }), { abortSignal: signal }).then(() => true),
  })
}

/** Own types with all their members. */
export function useTypeDetails(workspaceId: string, ids: readonly string[] | undefined) {
  const { twinmaker } = useConsole().clients
  return useQuery({
    queryKey: [...keys.componentTypes(workspaceId), 'details', ids], enabled: ids !== undefined, staleTime: 60_000,
    queryFn: ({ signal: abortSignal }) => mapAtOnce((ids ?? []).slice(0, TYPES_READ), (componentTypeId) =>
      twinmaker.send(new GetComponentTypeCommand({ workspaceId, componentTypeId }), { abortSignal })),
  })
}

export interface UsedFunction {
  readonly name: string
  /** The types that call it. */
  readonly types: readonly string[]
}

/** The functions that types call, by name. */
export function functionsOf(details: readonly GetComponentTypeCommandOutput[]): readonly UsedFunction[] {
  const users = new Map<string, Set<string>>()
  for (const { componentTypeId = '', functions = {} } of details) {
    for (const { implementedBy } of Object.values(functions)) {
      const name = nameOfArn(implementedBy?.lambda?.arn)
      if (name === null) continue
      const types = users.get(name) ?? new Set()
      users.set(name, types.add(componentTypeId))
    }
  }
  return [...users].map(([name, types]) => ({ name, types: [...types].toSorted() })).toSorted((a, b) => a.name.localeCompare(b.name))
}

/** `arn:aws:lambda:region:account:function:NAME[:version]` → NAME. */
export function nameOfArn(arn: string | undefined): string | null {
  const parts = arn?.split(':') ?? []
  return parts[2] === 'lambda' ? (parts[6] ?? null) : null
}

export interface FunctionHealth extends UsedFunction {
  readonly state: string
  readonly reason: string | null
}

export function useFunctionHealth(workspaceId: string, used: readonly UsedFunction[] | undefined) {
  const { lambda } = useConsole().clients
  return useQuery({
    queryKey: [...keys.functions(), 'health', workspaceId, used], enabled: used !== undefined, retry: false,
    queryFn: ({ signal: abortSignal }) => mapAtOnce(used ?? [], async (it): Promise<FunctionHealth> => {
      try {
        const { Configuration: found } = await lambda.send(new GetFunctionCommand({ FunctionName: it.name }), { abortSignal })
        const failed = found?.LastUpdateStatus === 'Failed' ? found.LastUpdateStatusReason : undefined
        return { ...it, state: failed ? 'Failed' : (found?.State ?? 'Active'), reason: failed ?? found?.StateReason ?? null }
      } catch (error) {
        const isGone = error instanceof Error && error.name === 'ResourceNotFoundException'
        return { ...it, state: isGone ? 'Missing' : 'Unknown', reason: error instanceof Error ? error.message : String(error) }
      }
    }),
  })
}

export function useAlarms(workspaceId: string, details: readonly GetComponentTypeCommandOutput[] | undefined) {
  const { twinmaker } = useConsole().clients
  const types = details?.filter(isAlarmType).map((it) => it.componentTypeId ?? '')
  return useQuery({
    queryKey: [...keys.workspace(workspaceId), 'alarms', types], enabled: types !== undefined, refetchInterval: ALARMS_EVERY_MS,
    queryFn: async ({ signal }) => ({ types: types ?? [], ...(await readAlarms(twinmaker, workspaceId, types ?? [], Date.now(), signal)) }),
  })
}

async function mapAtOnce<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const queue = items.entries()
  const work = async () => {
    for (const [index, item] of queue) results[index] = await run(item)
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work))
  return results
}
