// What a tag opens: the value and its last hour, the alarm, documents, relations and links of the entity.

import {
  componentOf,
  displayName,
  type NodeId,
  type PropertyRef,
  resolveBinding,
  type SceneNode,
  slotsOf,
  templateOf,
} from '@gemel/scene'
import { type ReactNode, useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { paths } from '../../kit/paths'
import { describeError } from '../../kit/errors'
import { Link } from '../../kit/link'
import { useTwinEntity } from '../binding/use-twin-property'
import { propertiesOf } from '../binding/twin'
import { agoWords, withUnit } from '../binding/words'
import { useComposer, useEditor, useLive } from '../context'
import { IconButton } from '../kit/controls'
import { Icon } from '../kit/icon'
import { AlarmBadge, isAlarm } from './alarm-badge'
import { documentsOf, type EntityLink, openDocument, relationsOf } from './entity-facts'
import { Sparkline } from './sparkline'

const MOST_VALUES = 5

export function ThingPanel({
  nodeId,
  onClose,
}: {
  readonly nodeId: NodeId
  readonly onClose: () => void
}): ReactNode {
  const document = useEditor((it) => it.document)
  const node = document.nodes.get(nodeId)
  const isSelected = useEditor((it) => it.selection.includes(nodeId))
  // It is about what is selected; another selection ends it.
  useEffect(() => {
    if (!isSelected) onClose()
  })
  const refs = useMemo(() => (node ? refsOf(node, templateOf(document)) : []), [node, document])
  if (!node) return null
  const [first] = refs
  const entityId = first?.entityId ?? entityIdOf(node, templateOf(document))
  return (
    <aside className="c-thing" aria-label={`About ${displayName(node)}`}>
      <header>
        <div className="c-grow">
          <b>{displayName(node)}</b>
          {entityId && <EntityName entityId={entityId} />}
        </div>
        <IconButton icon="close" label="Close" kind="quiet" onClick={onClose} />
      </header>
      <div className="c-thing-body">
        {refs.map((ref) => (
          <Value key={`${ref.componentName} ${ref.propertyName}`} propertyRef={ref} />
        ))}
        {refs.length === 0 && entityId && <EntityValues entityId={entityId} />}
        {refs.length === 0 && !entityId && <p className="c-hint">Nothing of the twin is bound here.</p>}
        <NavLink node={node} />
        {entityId && <Entity entityId={entityId} />}
      </div>
    </aside>
  )
}

/** Properties of the node's tag and overlay, each once. */
function refsOf(node: SceneNode, template: Readonly<Record<string, string>>): readonly PropertyRef[] {
  const refs = node.components
    .flatMap((it) => (it.type === 'Tag' || it.type === 'DataOverlay' ? slotsOf(it) : []))
    .flatMap(({ binding }) => resolveBinding(binding, template) ?? [])
  return [
    ...new Map(refs.map((it) => [`${it.entityId} ${it.componentName} ${it.propertyName}`, it])).values(),
  ]
}

function entityIdOf(node: SceneNode, template: Readonly<Record<string, string>>): string | undefined {
  const bound = node.components
    .flatMap(slotsOf)
    .flatMap(({ binding }) => binding?.dataBindingContext?.entityId ?? [])[0]
  const params = componentOf(node, 'Tag')?.navLink?.params
  const id = bound ?? params?.['sel_entity']
  return id?.startsWith('${') ? template[id.slice(2, -1)] : id
}

function EntityName({ entityId }: { readonly entityId: string }): ReactNode {
  const { workspaceId } = useComposer()
  const { data } = useTwinEntity(entityId)
  return (
    <div className="c-thing-entity">
      <Link to={paths.entity(workspaceId, entityId)}>{data?.entityName ?? entityId}</Link>
    </div>
  )
}

function Value({ propertyRef }: { readonly propertyRef: PropertyRef }): ReactNode {
  const { feed, time } = useComposer()
  const live = useLive(propertyRef)
  const { data, error } = useTwinEntity(propertyRef.entityId)
  const property =
    data &&
    propertiesOf(data).find(
      (it) =>
        it.ref.componentName === propertyRef.componentName &&
        it.ref.propertyName === propertyRef.propertyName,
    )
  const mode = useStore(feed.store, (it) => it.mode)
  const isPast = useStore(time.store, (it) => it.mode === 'past')
  const missing = useStore(
    feed.store,
    (it) =>
      [...it.missing.values()].find(
        ({ ref }) =>
          ref.entityId === propertyRef.entityId &&
          ref.componentName === propertyRef.componentName &&
          ref.propertyName === propertyRef.propertyName,
      )?.message,
  )
  const isStale = !isPast && mode === 'reconnecting'
  return (
    <section className="c-thing-value">
      <div className="c-inline">
        <span className="c-grow c-quiet-text">{property?.label ?? propertyRef.propertyName}</span>
        <small className={isStale ? 'c-bad' : 'c-quiet-text'}>
          {isPast ? 'then' : isStale ? 'no connection' : mode === 'live' ? 'live' : mode}
        </small>
      </div>
      {isAlarm(propertyRef) ? (
        <AlarmBadge status={String(live?.value ?? '')} />
      ) : (
        <div className="c-thing-number">{withUnit(live, property?.unit)}</div>
      )}
      <small className="c-quiet-text">
        {live
          ? live.time_ms === undefined
            ? 'fixed value'
            : `measured ${agoWords(live.time_ms, isPast ? time.cursor_ms : Date.now())}`
          : (missing ??
            (error
              ? describeError(error).message
              : isPast
                ? 'nothing was measured until then, or it is being read'
                : 'no value yet'))}
      </small>
      {property?.isTimeSeries && (
        <Sparkline
          propertyRef={propertyRef}
          label={property.label}
          {...(property.unit ? { unit: property.unit } : {})}
        />
      )}
    </section>
  )
}

/** What an entity measures, where the node itself names no value: its alarm first, then the others. */
function EntityValues({ entityId }: { readonly entityId: string }): ReactNode {
  const { feed, time } = useComposer()
  const { data } = useTwinEntity(entityId)
  const refs = useMemo(
    () =>
      data
        ? propertiesOf(data)
            .filter((it) => it.isTimeSeries)
            .map((it) => it.ref)
            .toSorted((a, b) => Number(isAlarm(b)) - Number(isAlarm(a)))
            .slice(0, MOST_VALUES)
        : [],
    [data],
  )
  useEffect(() => {
    feed.watch(
      refs.map((ref) => ({ ref, isStatic: false })),
      'thing',
    )
    void time.reload()
    return () => feed.watch([], 'thing')
  }, [refs, feed, time])
  return refs.map((ref) => <Value key={`${ref.componentName} ${ref.propertyName}`} propertyRef={ref} />)
}

function NavLink({ node }: { readonly node: SceneNode }): ReactNode {
  const link = componentOf(node, 'Tag')?.navLink
  const url = URL.parse(link?.destination ?? '')
  if (!link || !url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  for (const [name, value] of Object.entries(link.params ?? {})) url.searchParams.set(name, value)
  return (
    <a className="c-link" href={url.href} target="_blank" rel="noreferrer noopener">
      <Icon name="link" /> {url.host}
      {url.pathname === '/' ? '' : url.pathname}
    </a>
  )
}

/** Alarm, documents and relations of the entity; only those that are there. */
function Entity({ entityId }: { readonly entityId: string }): ReactNode {
  const { clients, editor, handle, notify, workspaceId } = useComposer()
  const document = useEditor((it) => it.document)
  const { data } = useTwinEntity(entityId)
  if (!data) return null
  const documents = documentsOf(data)
  const relations = relationsOf(data)
  const open = (it: EntityLink) =>
    void openDocument(clients, it.target).catch((error: unknown) =>
      notify(`“${it.name}” cannot be opened: ${describeError(error).message}`, 'error'),
    )
  const nodeOf = (id: string) =>
    [...document.nodes.values()].find((it) =>
      it.components.some((component) =>
        slotsOf(component).some(({ binding }) => binding?.dataBindingContext?.entityId === id),
      ),
    )
  return (
    <>
      {documents.length > 0 && (
        <section>
          <h3>Documents</h3>
          {documents.map((it) => (
            <button key={it.name} type="button" className="c-link" onClick={() => open(it)}>
              <Icon name="document" /> {it.name}
            </button>
          ))}
        </section>
      )}
      {relations.length > 0 && (
        <section>
          <h3>Relations</h3>
          {relations.map((it) => {
            const node = nodeOf(it.target)
            return (
              <div key={`${it.name} ${it.target}`} className="c-inline">
                <span className="c-quiet-text">{it.name}</span>
                {node ? (
                  <button
                    type="button"
                    className="c-link"
                    onClick={() => {
                      editor.select([node.id])
                      handle()?.frame([node.id])
                    }}
                  >
                    {it.target}
                  </button>
                ) : (
                  <Link to={paths.entity(workspaceId, it.target)}>{it.target}</Link>
                )}
              </div>
            )
          })}
        </section>
      )}
    </>
  )
}
