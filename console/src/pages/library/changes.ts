// Moving, copying and renaming as the library does it: progress, scenes that follow, and a way back.

import { useCallback } from 'react'
import { useConsole } from '../../kit/context'
import { keys, queryClient } from '../../kit/query'
import { folderOf, nameOf } from '../../objects/uri'
import { refreshObjects } from './data'
import { execute, existing, keysOf, type Move, planMoves } from './moves'
import type { Row } from './rows'
import { freeName } from './uploads/plan'
import { findUses, updateScenes } from './uses'

export interface Change {
  readonly rows: readonly Row[]
  /** The folder they go to. */
  readonly target: string
  /** Another name, for one. */
  readonly name?: string
  readonly isMove: boolean
  readonly updatesScenes: boolean
}

export function useChanges(workspaceId: string, bucket: string) {
  const { clients, notify } = useConsole()

  const carryOut = useCallback(async (moves: readonly Move[], isMove: boolean, updatesScenes: boolean): Promise<readonly string[]> => {
    const id = `objects ${moves[0]?.from ?? ''}`
    const moved = new Map(moves.map((it) => [it.from, it.to]))
    const uses = updatesScenes ? await findUses(clients, workspaceId, bucket, (key) => moved.has(key)) : []
    await execute(clients.s3, bucket, moves, {
      isMove,
      onProgress: (done, all) => {
        if (all > 20) notify({ id, type: 'in-progress', text: `${isMove ? 'Moving' : 'Copying'} ${done} of ${all} objects`, percent: (done / all) * 100 })
      },
    })
    const failed = await updateScenes(clients, workspaceId, uses, moved)
    refreshObjects(bucket)
    void queryClient.invalidateQueries({ queryKey: keys.scenes(workspaceId) })
    return failed
  }, [clients, notify, workspaceId, bucket])

  return useCallback(async ({ rows, target, name, isMove, updatesScenes }: Change): Promise<void> => {
    const all = await keysOf(clients.s3, bucket, rows)
    const isSame = !isMove && name === undefined && rows.every((it) => folderOf(it.key.replace(/\/$/, '')) === target)
    const moves = isSame ? await besideMoves(clients.s3, bucket, rows, all, target) : planMoves(rows, all, target, name)
    if (moves.length === 0) return
    const taken = await existing(clients.s3, bucket, moves.map((it) => it.to))
    if (taken.length > 0) throw new Error(`${taken.length === 1 ? `“${taken[0]}” is` : `${taken.length} objects are`} there already. Choose another ${name === undefined ? 'folder' : 'name'}, or delete what is there first.`)
    const failed = await carryOut(moves, isMove, updatesScenes)
    const what = rows.length === 1 ? `“${rows[0]?.name}”` : `${rows.length} items`
    const id = `objects ${moves[0]?.from ?? ''}`
    if (failed.length > 0) notify({ id, type: 'warning', text: `${what} moved, but these scenes were being saved by somebody else and still name the old place: ${failed.join(', ')}.` })
    else {
      const back = moves.map(({ from, to }): Move => ({ from: to, to: from }))
      const where = target === '' ? 'the top of the library' : target
      const text = name !== undefined ? `${what} is now “${name}”.` : `${what} ${isMove ? 'moved' : 'copied'} to ${where}.`
      notify({ id, type: 'success', text, ...(isMove ? { undo: async () => void (await carryOut(back, true, updatesScenes)) } : {}) })
    }
  }, [clients, notify, bucket, carryOut])
}

/** Copies in their own folder: each gets a number behind its name. */
async function besideMoves(s3: Parameters<typeof existing>[0], bucket: string, rows: readonly Row[], all: readonly string[], target: string): Promise<readonly Move[]> {
  const moves: Move[] = []
  for (const row of rows) {
    const tries = new Set([nameOf(row.key)])
    for (let count = 0; count < 50; count += 1) tries.add(freeName(nameOf(row.key), tries))
    const taken = row.object ? await existing(s3, bucket, [...tries].map((it) => `${target}${it}`)) : [row.key]
    moves.push(...planMoves([row], all.filter((key) => key === row.key || (!row.object && key.startsWith(row.key))), target, freeName(nameOf(row.key), new Set(taken.map(nameOf)))))
  }
  return moves
}
