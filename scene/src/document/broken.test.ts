// Broken documents open as far as they go, and what is wrong is told.

import { describe, expect, it } from 'vitest'
import { checkTree } from './check-tree'
import { printJson } from './json'
import { parseScene } from './parse'
import { printScene } from './print'
import { node, sceneWith, TRANSFORM, wordsOf } from './scene-json'
import type { Json, SceneDocument } from './types'

describe('broken documents', () => {
  const cases: readonly (readonly [name: string, scene: Json, words: readonly string[], names: string])[] = [
    [
      'a missing transform',
      sceneWith([{ name: 'a' }]),
      ['error /nodes/0/transform A node has no transform; it stands at the origin of its parent, unturned.'],
      'a',
    ],
    [
      'children that do not exist',
      sceneWith([node({ name: 'a', children: [7, -1] })]),
      [
        'error /nodes/0/children/0 There is no node number 7; this child is left out.',
        'error /nodes/0/children/1 There is no node number -1; this child is left out.',
      ],
      'a',
    ],
    [
      'a circle below a root',
      sceneWith([node({ name: 'a', children: [1] }), node({ name: 'b', children: [0] })]),
      ['error /nodes/1/children/0 Node number 0 is above itself; this link of the circle is left out.'],
      'a(b)',
    ],
    [
      'a circle without a root',
      sceneWith([
        node({ name: 'a' }),
        node({ name: 'b', children: [2] }),
        node({ name: 'c', children: [1] }),
      ]),
      [
        'warning /nodes/1 A node cannot be reached from a root; it is made one.',
        'error /nodes/2/children/0 Node number 1 is above itself; this link of the circle is left out.',
      ],
      'a b(c)',
    ],
    [
      'a node under itself',
      sceneWith([node({ name: 'a', children: [0] })]),
      ['error /nodes/0/children/0 Node number 0 is above itself; this link of the circle is left out.'],
      'a',
    ],
    [
      'a node with two parents',
      sceneWith([
        node({ name: 'a', children: [1, 2] }),
        node({ name: 'b', children: [2] }),
        node({ name: 'c' }),
      ]),
      ['warning /nodes/1/children/0 Node number 2 has another place in the tree already; that one is kept.'],
      'a(b c)',
    ],
    [
      'a child named twice',
      sceneWith([node({ name: 'a', children: [1, 1] }), node({ name: 'b' })]),
      ['warning /nodes/0/children/1 Node number 1 is a child twice; once is kept.'],
      'a(b)',
    ],
    [
      'an orphan',
      sceneWith([node({ name: 'a' }), node({ name: 'b' })]),
      ['warning /nodes/1 A node cannot be reached from a root; it is made one.'],
      'a b',
    ],
    [
      'a root named twice',
      sceneWith([node({ name: 'a' })], { rootNodeIndexes: [0, 0] }),
      ['warning /rootNodeIndexes/1 Node number 0 is a root twice; once is kept.'],
      'a',
    ],
    [
      'a root that does not exist',
      sceneWith([node({ name: 'a' })], { rootNodeIndexes: [0, 3, 'x'] }),
      [
        'error /rootNodeIndexes/2 The root is not the number of a node; it is left out.',
        'error /rootNodeIndexes/1 There is no node number 3; this root is left out.',
      ],
      'a',
    ],
    [
      'a root that is a child too',
      sceneWith([node({ name: 'a', children: [1] }), node({ name: 'b' })], { rootNodeIndexes: [1, 0] }),
      ['warning /nodes/1 A node is both a root and a child; it stays with its parent.'],
      'a(b)',
    ],
    [
      'no list of roots',
      sceneWith([node({ name: 'a', children: [1] }), node({ name: 'b' })], { rootNodeIndexes: undefined }),
      ['error /rootNodeIndexes The list of roots is missing; nodes without a parent are the roots.'],
      'a(b)',
    ],
    [
      'a node that is none',
      sceneWith([node({ name: 'a', children: [1] }), 7]),
      [
        'error /nodes/1 A node is not an object; it is left out.',
        'error /nodes/0/children/0 There is no node number 1; this child is left out.',
      ],
      'a',
    ],
    [
      'a position of two numbers',
      sceneWith([node({ name: 'a', transform: { ...TRANSFORM, position: [1, 2] } })]),
      ['error /nodes/0/transform/position The position of a node is not three numbers; missing ones are 0.'],
      'a',
    ],
    [
      'rules that are none',
      sceneWith([node({ name: 'a' })], { rules: { r1: { statements: [{ expression: 5 }, 6] }, r2: 5 } }),
      [
        'error /rules/r1/statements/0 The statement lacks its expression or its target; it is empty now.',
        'error /rules/r1/statements/1 The statement of the rule is not an object; it is left out.',
        'error /rules/r2 The rule has no list of statements; it is read as a rule without any.',
      ],
      'a',
    ],
    [
      'a unit nobody knows',
      sceneWith([node({ name: 'a' })], { unit: 'parsecs' }),
      ['warning /unit The unit "parsecs" is not known; metres are shown until another is chosen.'],
      'a',
    ],
    [
      'a camera that does not exist',
      sceneWith([node({ name: 'a', components: [{ type: 'Camera', cameraIndex: 2 }] })]),
      ['error /nodes/0/components/0 There is no camera number 2 in "cameras". Usual settings are used.'],
      'a',
    ],
    [
      'components that are null',
      sceneWith([node({ name: 'a', components: [null, { type: 'EntityBinding', valueDataBinding: {} }] })]),
      ['error /nodes/0/components/0 A component is null; it is left out.'],
      'a',
    ],
    [
      'a binding of a motion indicator that is null',
      sceneWith([
        node({
          name: 'a',
          components: [
            {
              type: 'MotionIndicator',
              shape: 'LinearPlane',
              valueDataBindings: { speed: null },
              config: { numOfRepeatInY: 1, backgroundColorOpacity: 1 },
            },
          ],
        }),
      ]),
      ['warning /nodes/0/components/0/valueDataBindings A binding is null; it is left out.'],
      'a',
    ],
    [
      'what may be left out',
      { specVersion: '1.0', nodes: [{ transform: { position: [1, 2, 3] } }], rootNodeIndexes: [0] },
      [
        'warning  Left out in the document, and written as usual on the next save: "cameras", ' +
          '"rotation" of a node, "scale" of a node, "rules".',
      ],
      '',
    ],
  ]

  it.each(cases)('%s', (_, scene, words, names) => {
    const { document, isReadOnly } = parseScene(scene)
    expect(wordsOf(scene)).toEqual(words)
    expect(isReadOnly).toBe(false)
    expect(treeOf(document)).toBe(names)
    checkTree(document)
    const printed = printScene(document)
    // What was mended once is whole.
    expect(parseScene(printed).problems.filter((problem) => problem.severity === 'error')).toEqual([])
    expect(printScene(parseScene(printed).document)).toBe(printed)
  })

  it('opens read-only when its nodes are no list', () => {
    const scene = { specVersion: '1.0', nodes: { a: 1 } }
    const { document, isReadOnly } = parseScene(scene)
    expect(isReadOnly).toBe(true)
    expect(printScene(document)).toBe(printJson(scene))
  })

  it('follows a chain of 20,000 nodes', () => {
    const nodes = Array.from({ length: 20_000 }, (_, index) =>
      node({ name: `n${index}`, ...(index < 19_999 ? { children: [index + 1] } : {}) }),
    )
    const scene = sceneWith(nodes)
    const { document, problems } = parseScene(scene)
    expect(problems).toEqual([])
    expect(document.nodes.size).toBe(20_000)
    expect(printScene(document)).toBe(printJson(scene))
  })
})

function treeOf(document: SceneDocument): string {
  const words = (ids: readonly string[]): string =>
    ids
      .map((id) => {
        const found = document.nodes.get(id as never)
        return `${found?.name}${found && found.childIds.length > 0 ? `(${words(found.childIds)})` : ''}`
      })
      .join(' ')
  return words(document.rootIds)
}
