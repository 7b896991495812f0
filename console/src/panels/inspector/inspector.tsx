// The inspector: everything the selected nodes say, each kind of component with its own editor.

import {
  ancestors,
  type ComponentType,
  componentName,
  displayName,
  type NodeId,
  removeComponent,
  renameNode,
  type SceneComponent,
  type SceneNode,
  setNodeProperties,
  slotsOf,
  whyNotName,
} from '@gemel/scene'
import { type ReactNode, useMemo } from 'react'
import { together, useComposer, useEditor, useRun } from '../context'
import { iconOf } from '../hierarchy/rows'
import { IconButton, Row, Section, Switch, TextField } from '../kit/controls'
import { Icon, type IconName } from '../kit/icon'
import { AddComponent } from './add-component'
import { changeComponents, common, type Edited } from './edit'
import { editorOf } from './editors'
import { TransformSection } from './transform-section'

export function Inspector(): ReactNode {
  const selection = useEditor((it) => it.selection)
  const document = useEditor((it) => it.document)
  const nodes = useMemo(() => selection.flatMap((id) => document.nodes.get(id) ?? []), [selection, document])
  const [first] = nodes
  if (!first) {
    return (
      <div className="c-empty">
        <b>Nothing is selected</b>
        Click a thing in the picture or the hierarchy to see and change what it is. Shift-click selects
        several.
      </div>
    )
  }
  return (
    <div className="c-inspector" key={nodes.map((it) => it.id).join()}>
      <NameSection nodes={nodes} first={first} />
      <Problems id={first.id} />
      <TransformSection nodes={nodes} />
      <Components nodes={nodes} first={first} />
      <AddComponent nodes={nodes} />
      <NodeOptions nodes={nodes} />
    </div>
  )
}

function NameSection({
  nodes,
  first,
}: {
  readonly nodes: readonly SceneNode[]
  readonly first: SceneNode
}): ReactNode {
  const { handle } = useComposer()
  const run = useRun()
  return (
    <div className="c-inspector-head">
      <Icon name={iconOf(first)} />
      <div className="c-grow">
        {nodes.length === 1 ? (
          <TextField
            label="Name"
            value={first.name}
            placeholder={displayName(first)}
            check={whyNotName}
            onChange={(name) => run(renameNode(first.id, name))}
          />
        ) : (
          <b>{nodes.length} nodes</b>
        )}
      </div>
      <IconButton
        icon="fly"
        label="Fly to it"
        keys="F"
        kind="quiet"
        onClick={() => handle()?.frame(nodes.map((it) => it.id))}
      />
    </div>
  )
}

function Problems({ id }: { readonly id: NodeId }): ReactNode {
  const problems = useEditor((it) => it.problems)
  const own = problems.filter((it) => it.nodeId === id)
  if (own.length === 0) return null
  return (
    <div className="c-section-body">
      {own.map((it) => (
        <div
          key={it.pointer + it.message}
          className={`c-note ${it.severity === 'error' ? 'c-error' : 'c-caution'}`}
        >
          {it.message}
        </div>
      ))}
    </div>
  )
}

const ICONS: Readonly<Record<ComponentType, IconName>> = {
  ModelRef: 'model',
  SubModelRef: 'part',
  Animation: 'animation',
  Tag: 'tag',
  ModelShader: 'shader',
  MotionIndicator: 'motion',
  DataOverlay: 'panel',
  EntityBinding: 'link',
  PlaneGeometry: 'plane',
  Light: 'light',
  Camera: 'camera',
  '?': 'unknown',
}

/** The first component of each kind that all nodes have; of one node all components. */
function Components({
  nodes,
  first,
}: {
  readonly nodes: readonly SceneNode[]
  readonly first: SceneNode
}): ReactNode {
  const { editor } = useComposer()
  const document = useEditor((it) => it.document)
  const near = useMemo(() => entitiesNear(first, ancestors(document, first.id)), [first, document])
  const run = useRun()
  const shared = first.components.flatMap((component, index) => {
    const isFirstOfKind = first.components.findIndex((it) => it.type === component.type) === index
    const places =
      nodes.length === 1
        ? [{ id: first.id, index }]
        : nodes.map((node) => ({
            id: node.id,
            index: node.components.findIndex((it) => it.type === component.type),
          }))
    return (nodes.length === 1 || isFirstOfKind) && places.every((it) => it.index >= 0)
      ? [{ component, index, places }]
      : []
  })
  const hidden = nodes.length > 1 && nodes.some((node) => node.components.length > shared.length)
  return (
    <>
      {shared.map(({ component, index, places }) => {
        const all = places.flatMap((it) => document.nodes.get(it.id)?.components[it.index] ?? [])
        const edited: Edited<SceneComponent> = {
          component,
          all,
          nodes,
          near,
          change: (field, update) => changeComponents(editor, places, field, update),
        }
        return (
          <Section
            key={`${index} ${component.type}`}
            id={`component.${component.type}`}
            title={titleOf(component)}
            icon={ICONS[component.type]}
            actions={
              component.type === '?' ? null : (
                <IconButton
                  icon="trash"
                  label={`Remove ${titleOf(component).toLowerCase()}`}
                  kind="quiet"
                  onClick={() =>
                    run(
                      places.length === 1
                        ? removeComponent(first.id, index)
                        : together(
                            `Remove from ${places.length} nodes`,
                            places.map((it) => removeComponent(it.id, it.index)),
                          ),
                    )
                  }
                />
              )
            }
          >
            {editorOf(edited)}
          </Section>
        )
      })}
      {hidden && <div className="c-section-body c-hint">Only what all selected nodes have is shown.</div>}
    </>
  )
}

function titleOf(component: SceneComponent): string {
  if (component.type === 'DataOverlay')
    return component.subType === 'TextAnnotation' ? 'Annotation' : 'Overlay panel'
  const name = component.type === 'ModelShader' ? 'Model shader' : componentName(component.type)
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function entitiesNear(node: SceneNode, above: readonly SceneNode[]): readonly string[] {
  const ids = [node, ...above].flatMap((it) =>
    it.components.flatMap((component) =>
      slotsOf(component).flatMap(({ binding }) => binding?.dataBindingContext?.entityId ?? []),
    ),
  )
  return [...new Set(ids)].filter((it) => !it.startsWith('${'))
}

function NodeOptions({ nodes }: { readonly nodes: readonly SceneNode[] }): ReactNode {
  const run = useRun()
  const ids = nodes.map((it) => it.id)
  const isTag = nodes.every((it) => it.components.some((component) => component.type === 'Tag'))
  const set = (name: string) => (value: boolean) =>
    run(setNodeProperties(ids, { [name]: value ? true : undefined }))
  return (
    <Section id="node-options" title="Visibility" icon="eye">
      {isTag && (
        <Row label="Occlusion">
          <Switch
            label="Always visible, also behind walls"
            value={common(nodes, (it) => it.properties['alwaysVisible'] === true)}
            onChange={set('alwaysVisible')}
          />
        </Row>
      )}
      <Row label="Walking" hint="Hides it while one walks through the scene.">
        <Switch
          label="Hidden while walking"
          value={common(nodes, (it) => it.properties['hiddenWhileImmersive'] === true)}
          onChange={set('hiddenWhileImmersive')}
        />
      </Row>
    </Section>
  )
}
