// Deletes functions, after naming the component types that will be left without them.

import { DeleteFunctionCommand, type FunctionConfiguration } from '@aws-sdk/client-lambda'
import Spinner from '@cloudscape-design/components/spinner'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ConfirmDelete } from '../../kit/confirm-delete'
import { useConsole } from '../../kit/context'
import { keys } from '../../kit/query'
import { useUses } from './data'

export interface DeleteFunctionsProps {
  readonly functions: readonly FunctionConfiguration[]
  readonly onClose: () => void
  readonly onDeleted?: () => void
}

export function DeleteFunctions({ functions, onClose, onDeleted }: DeleteFunctionsProps): ReactNode {
  const { clients, notify } = useConsole()
  const client = useQueryClient()
  const uses = useUses()
  const names = functions.map((it) => it.FunctionName ?? '')
  const users = functions.flatMap((it) => uses.data?.[it.FunctionArn ?? ''] ?? [])
  const one = names.length === 1
  const run = async () => {
    for (const FunctionName of names) await clients.lambda.send(new DeleteFunctionCommand({ FunctionName }))
    onDeleted?.()
    await client.invalidateQueries({ queryKey: keys.functions() })
    notify({ type: 'success', text: one ? `Function ${names[0]} deleted` : `${names.length} functions deleted` })
  }
  return (
    <ConfirmDelete
      title={one ? `Delete function “${names[0]}”?` : `Delete ${names.length} functions?`} onDelete={run}
      onClose={onClose}
      {...(users.length > 0 && names[0] !== undefined ? { typed: one ? names[0] : 'delete' } : {})}
    >
      {one ? 'Its code and its log go' : 'Their code and their logs go'} for good: the server hands no code out, so keep the
      zip if you may want it back.
      {uses.isPending && <p><Spinner /> Looking for component types that use {one ? 'it' : 'them'}…</p>}
      {uses.error ? <p>Which component types use {one ? 'it' : 'them'} could not be found out.</p> : null}
      {users.length > 0 && (
        <>
          <p>Reads and writes of these component types will fail:</p>
          <ul>
            {users.map((it) => (
              <li key={`${it.workspaceId} ${it.componentTypeId}`}>
                {it.componentTypeId} in {it.workspaceId} ({it.kinds.join(', ')})
              </li>
            ))}
          </ul>
        </>
      )}
    </ConfirmDelete>
  )
}
