// Ids as one types them; making with nothing left behind; deleting in order.

import { describe, expect, it } from 'vitest'
import type { Clients } from '../../aws'
import { createWorkspace } from './create-workspace'
import { contentWords } from './delete'
import { deleteWorkspace, type Step } from './delete-workspace'
import { bucketFor, bucketOf, problemOfBucket, problemOfId, problemOfRole } from './model'

describe('what may be entered', () => {
  it.each(['ab', '_a', '0a', 'plant-north_2', 'A'.repeat(128)])('%s is an id', (id) => expect(problemOfId(id)).toBeNull())
  it.each(['', 'a', '-a', 'ws-', 'ws_', 'a b', 'ä1', 'a/b', 'A'.repeat(129)])('“%s” is none', (id) => expect(problemOfId(id)).not.toBeNull())
  it('tells of an id that is taken', () => expect(problemOfId('ab', ['ab'])).toMatch(/exists/))
  it.each(['abc', 'my-bucket-1'])('%s is a bucket', (name) => expect(problemOfBucket(name)).toBeNull())
  it.each(['', 'ab', 'ABC', 'a.bc', '-abc', 'abc-', 'a_bc', 'x'.repeat(64)])('“%s” is none', (name) => expect(problemOfBucket(name)).not.toBeNull())
  it.each(['Plant_North', '__x__', 'A'.repeat(128), 'ab'])('makes a bucket’s name for %s', (id) => expect(problemOfBucket(bucketFor(id))).toBeNull())
  it('reads buckets and roles', () => {
    expect(bucketOf('arn:aws:s3:::b-1')).toBe('b-1')
    expect(bucketOf(undefined)).toBeNull()
    expect(problemOfRole('arn:aws:iam::000000000000:role/x')).toBeNull()
    expect(problemOfRole('x')).not.toBeNull()
  })
})

/** Answers commands by name and keeps a list of what was asked. */
function server(answers: Readonly<Record<string, (input: Record<string, unknown>) => unknown>>) {
  const asked: string[] = []
  const send = async (command: { readonly constructor: { readonly name: string }; readonly input: Record<string, unknown> }) => {
    const name = command.constructor.name.replace(/Command$/, '')
    const id = command.input['Bucket'] ?? command.input['entityId'] ?? command.input['sceneId'] ?? command.input['componentTypeId'] ?? ''
    asked.push(`${name} ${String(id)}`.trim())
    return answers[name]?.(command.input) ?? {}
  }
  return { asked, client: { send } as unknown as Clients['twinmaker'] & Clients['s3'] }
}
const error = (name: string, status = 400) => Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } })
const fail = (name: string, status?: number) => () => {
  throw error(name, status)
}

describe('createWorkspace', () => {
  const wanted = { workspaceId: 'w1', description: '', role: '', storage: { type: 'new', bucket: 'b-1' } } as const
  it('makes the bucket first', async () => {
    const { asked, client } = server({ HeadBucket: fail('NotFound', 404) })
    await createWorkspace({ twinmaker: client, s3: client }, wanted, 'http://x')
    expect(asked).toEqual(['HeadBucket b-1', 'CreateBucket b-1', 'PutBucketCors b-1', 'CreateWorkspace'])
  })
  it('takes the bucket away again when the workspace fails', async () => {
    const { asked, client } = server({ HeadBucket: fail('NotFound', 404), CreateWorkspace: fail('ConflictException') })
    await expect(createWorkspace({ twinmaker: client, s3: client }, wanted, 'http://x')).rejects.toThrow('ConflictException')
    expect(asked.at(-1)).toBe('DeleteBucket b-1')
  })
  it('never takes away a bucket that was there', async () => {
    const { asked, client } = server({})
    await expect(createWorkspace({ twinmaker: client, s3: client }, wanted, 'http://x')).rejects.toThrow(/exists already/)
    expect(asked).toEqual(['HeadBucket b-1'])
  })
  it('says when the bucket could not be taken away', async () => {
    const { client } = server({ HeadBucket: fail('NotFound', 404), CreateWorkspace: fail('ConflictException'), DeleteBucket: fail('InternalError', 500) })
    await expect(createWorkspace({ twinmaker: client, s3: client }, wanted, 'http://x')).rejects.toThrow(/could not be taken away/)
  })
})

describe('deleteWorkspace', () => {
  const run = async (answers: Parameters<typeof server>[0], signal = new AbortController().signal) => {
    const { asked, client } = server(answers)
    const steps: Step[] = []
    await deleteWorkspace({ twinmaker: client, workspaceId: 'w', onStep: (it) => steps.push(it), signal, wait: () => Promise.resolve() })
    return { asked: asked.filter((it) => it.startsWith('Delete')), steps }
  }
  it('deletes entities, scenes, heirs before parents, then the workspace', async () => {
    let entities = ['root', 'leaf']
    const heirs = new Set(['parent', 'heir'])
    const { asked, steps } = await run({
      ListEntities: (input) => ({ entitySummaries: (input['filters'] ? entities.slice(0, 1) : entities).map((entityId) => ({ entityId })) }),
      DeleteEntity: () => {
        entities = []
      },
      ListScenes: () => ({ sceneSummaries: [{ sceneId: 's1' }] }),
      ListComponentTypes: () => ({ componentTypeSummaries: [...heirs, 'com.amazon.x'].map((componentTypeId) => ({ componentTypeId })) }),
      DeleteComponentType: (input) => {
        if (input['componentTypeId'] === 'parent' && heirs.has('heir')) throw error('ValidationException')
        heirs.delete(String(input['componentTypeId']))
      },
    })
    expect(asked).toEqual(['DeleteEntity root', 'DeleteScene s1', 'DeleteComponentType parent', 'DeleteComponentType heir', 'DeleteComponentType parent', 'DeleteWorkspace'])
    expect(steps.at(-1)?.text).toBe('Deleting the workspace')
  })
  it('gives up on types that nothing frees', async () => {
    await expect(run({ ListComponentTypes: () => ({ componentTypeSummaries: [{ componentTypeId: 'a' }] }), DeleteComponentType: fail('ValidationException') })).rejects.toThrow('ValidationException')
  })
  it('takes what is gone already for deleted', async () => {
    const { asked } = await run({ ListScenes: () => ({ sceneSummaries: [{ sceneId: 's1' }] }), DeleteScene: fail('ResourceNotFoundException', 404) })
    expect(asked).toEqual(['DeleteScene s1', 'DeleteWorkspace'])
  })
  it('stops when told', async () => {
    const stop = new AbortController()
    stop.abort()
    await expect(run({ ListScenes: () => ({ sceneSummaries: [{ sceneId: 's1' }] }) }, stop.signal)).rejects.toThrow(/abort/i)
  })
})

it('says what goes with a workspace', () => {
  expect(contentWords({ entities: 0, scenes: 0, types: 0 })).toBe('It is empty.')
  expect(contentWords({ entities: 1_200, scenes: 1, types: 0 })).toBe('With it go 1,200 entities and 1 scene, and all recorded values.')
  expect(contentWords({ entities: 0, scenes: 0, types: 2 })).toBe('With it go 2 component types, and all recorded values.')
})
