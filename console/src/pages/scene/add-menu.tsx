// The “Add” menu: everything a scene can hold; most are placed by a click on a surface.

import {
  ACTIONS,
  addNodes,
  componentOf,
  type ModelRef,
  modelTypeOf,
  newModel,
  newNode,
  newOverlay,
  newTag,
} from '@gemel/scene'
import { type ReactNode, useCallback } from 'react'
import { contextOf, useIntent } from '../../panels/actions'
import { type Composer, useComposer } from '../../panels/context'
import { addMeshNode } from '../../panels/hierarchy/node-menu'
import type { IconName } from '../../panels/kit/icon'
import { MenuButton, type MenuItem } from '../../panels/kit/menu'

const ICONS: Readonly<Record<string, IconName>> = {
  'add-model': 'model',
  'add-tag': 'tag',
  'add-annotation': 'text',
  'add-overlay': 'panel',
  'add-node': 'empty',
  'add-camera': 'camera',
  'add-model-shader': 'shader',
  'add-plane': 'plane',
  'add-light-ambient': 'light',
  'add-light-directional': 'light',
  'add-light-hemisphere': 'light',
  'add-light-point': 'light',
  'add-motion-plane': 'motion',
  'add-motion-cylinder': 'motion',
  'add-motion-ring': 'motion',
}

const SECTIONS: readonly (readonly [heading: string, ids: readonly string[]])[] = [
  ['Things', ['add-model', 'add-tag', 'add-annotation', 'panel', 'add-plane', 'add-node']],
  ['On the selection', ['add-model-shader', 'add-overlay', 'part']],
  ['Motion', ['add-motion-plane', 'add-motion-cylinder', 'add-motion-ring']],
  ['Lights', ['add-light-directional', 'add-light-point', 'add-light-hemisphere', 'add-light-ambient']],
  ['Views', ['add-camera']],
]

export function AddMenu(): ReactNode {
  const composer = useComposer()
  useIntent(
    'add-model',
    useCallback(() => void addModel(composer), [composer]),
  )
  return <MenuButton icon="plus" label="Add" text="Add" kind="primary" items={() => items(composer)} />
}

function items(composer: Composer): readonly MenuItem[] {
  const state = composer.editor.store.getState()
  return SECTIONS.flatMap(([heading, ids]) =>
    ids
      .flatMap((id): readonly MenuItem[] => {
        if (id === 'panel')
          return [{ id, label: 'Tag with overlay panel', icon: 'panel', run: () => placePanel(composer) }]
        if (id === 'part') return partItems(composer)
        const action = ACTIONS.find((it) => it.id === id)
        if (!action) return []
        const isEnabled = action.isEnabled(state)
        return [
          {
            id,
            label: action.label,
            icon: ICONS[id],
            isDisabled: !isEnabled,
            ...(isEnabled ? {} : { hint: HINTS[id] ?? 'Select a node first' }),
            run: () => action.run(contextOf(composer)),
          },
        ]
      })
      .map((it, index) => (index === 0 ? { ...it, heading } : it)),
  )
}

const HINTS: Readonly<Record<string, string>> = {
  'add-overlay': 'Select a tag that has no panel yet',
  'add-model-shader': 'Select the node whose models shall be coloured',
}

/** Parts of the selected model that are no nodes yet. */
function partItems(composer: Composer): readonly MenuItem[] {
  const { document, selection } = composer.editor.store.getState()
  const node = selection.length === 1 && selection[0] ? document.nodes.get(selection[0]) : undefined
  const meshes = node && componentOf(node, 'ModelRef') ? (composer.handle()?.meshesOf(node.id) ?? []) : []
  if (!node || meshes.length === 0)
    return [
      {
        id: 'part',
        label: 'Part of a model',
        icon: 'part',
        isDisabled: true,
        hint: 'Select a node with a model; its parts are also listed below it in the hierarchy',
        run: () => undefined,
      },
    ]
  return meshes
    .slice(0, 8)
    .map((mesh) => ({
      id: `part ${mesh.name}`,
      label: `Part “${mesh.name}”`,
      icon: 'part',
      run: () => addMeshNode(composer, node.id, mesh.name),
    }))
}

function placePanel({ editor }: Composer): void {
  editor.set({
    placement: {
      label: 'Tag with overlay panel',
      name: 'Panel',
      components: [newTag(), newOverlay('OverlayPanel', '### Title')],
    },
  })
}

/** A model from the library, placed by the next click. */
export async function addModel({ editor, pickAsset }: Composer): Promise<void> {
  const uri = await pickAsset('model')
  if (uri === null) return
  editor.set({ placement: { label: '3D model', name: nameOfModel(uri), components: [libraryModel(uri)] } })
}

/** Where a light casts shadows, machines and floors are part of it. */
function libraryModel(uri: string): ModelRef {
  return { ...newModel(uri), modelType: modelTypeOf(uri), castShadow: true, receiveShadow: true }
}

/** A model where something was dropped. */
export function dropModel(
  { editor }: Composer,
  uri: string,
  position: readonly [number, number, number] | undefined,
): void {
  const node = newNode({
    name: nameOfModel(uri),
    components: [libraryModel(uri)],
    ...(position ? { position } : {}),
  })
  editor.run({ ...addNodes([node]), selects: [node.id] })
}

/** `s3://bucket/models/hand-pallet_jack.glb` → `Hand pallet jack`. */
export function nameOfModel(uri: string): string {
  const parts = uri.split('/')
  const file = parts.at(-1) ?? ''
  const stem = (file === 'tileset.json' ? (parts.at(-2) ?? file) : file.replace(/\.[^.]+$/, ''))
    .replaceAll(/[-_]+/g, ' ')
    .trim()
  return stem === '' ? 'Model' : stem.charAt(0).toUpperCase() + stem.slice(1)
}
