// One row of the tree: an entity, or what stands for children that are not here.

import Icon from '@cloudscape-design/components/icon'
import Spinner from '@cloudscape-design/components/spinner'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { DragEvent, MouseEvent, ReactNode } from 'react'
import { describeError } from '../../../kit/errors'
import { isBusy } from '../operations'
import type { Row, TreeNode } from './model'

export const ROW_PX = 32
const INDENT_PX = 18

export interface NodeRowProps {
  readonly row: Extract<Row, { kind: 'node' }>
  readonly node: TreeNode
  readonly index: number
  readonly domId: string
  readonly isExpanded: boolean
  readonly isSelected: boolean
  readonly isFocused: boolean
  readonly isOpenPage: boolean
  readonly drop: 'drop' | 'refused' | 'dragged' | null
  readonly onPress: (event: MouseEvent) => void
  readonly onTwist: () => void
  readonly onCheck: () => void
  readonly onDragStart: (event: DragEvent) => void
  readonly onDragOver: (event: DragEvent) => void
  readonly onDrop: (event: DragEvent) => void
}

export function NodeRow(props: NodeRowProps): ReactNode {
  const { row, node, index, isExpanded, isSelected, drop } = props
  const marks = [props.isFocused && 'is-focused', props.isOpenPage && 'is-open-page', drop && `is-${drop}`].filter(Boolean).join(' ')
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="treeitem" id={props.domId} className={`g-tree-row ${marks}`} style={place(index, row.level)} title={titleOf(node)}
      aria-level={row.level} aria-posinset={row.position} aria-setsize={row.count} aria-selected={isSelected} aria-label={labelOf(node)}
      {...(node.hasChildren ? { 'aria-expanded': isExpanded } : {})} {...(props.isOpenPage ? { 'aria-current': 'page' as const } : {})}
      // The tree has the focus and hears the keys; it says which row is meant by aria-activedescendant.
      tabIndex={-1} draggable onClick={props.onPress} onDragStart={props.onDragStart} onDragOver={props.onDragOver} onDrop={props.onDrop}
    >
      {node.hasChildren
        ? <span className="g-tree-twist" aria-hidden onClick={(event) => { event.stopPropagation(); props.onTwist() }}><Icon name={isExpanded ? 'angle-down' : 'angle-right'} size="small" /></span>
        : <span className="g-tree-twist" aria-hidden style={{ visibility: 'hidden' }} />}
      <span className="g-tree-name">{node.name}</span>
      {node.state !== 'ACTIVE' && (
        <span className="g-tree-state" aria-hidden><StatusIndicator type={node.state === 'ERROR' ? 'error' : isBusy(node.state) ? 'in-progress' : 'info'}>{stateWord(node.state)}</StatusIndicator></span>
      )}
      <input
        type="checkbox" className="g-tree-check" tabIndex={-1} aria-hidden checked={isSelected} readOnly
        onClick={(event) => { event.stopPropagation(); props.onCheck() }}
      />
    </div>
  )
}

export interface RestRowProps {
  readonly row: Exclude<Row, { kind: 'node' }>
  readonly index: number
  readonly domId: string
  readonly isFocused: boolean
  readonly error: unknown
  readonly onMore: () => void
}

export function RestRow({ row, index, domId, isFocused, error, onMore }: RestRowProps): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div role="treeitem" tabIndex={-1} id={domId} aria-level={row.level} aria-selected={false} className={`g-tree-row g-tree-quiet ${isFocused ? 'is-focused' : ''}`} style={place(index, row.level)} onClick={onMore}>
      <span className="g-tree-twist" />
      {row.kind === 'error'
        ? <StatusIndicator type="error">{describeError(error).message} Press to try again.</StatusIndicator>
        : <><Spinner /> Loading…</>}
    </div>
  )
}

function place(index: number, level: number) {
  return { top: index * ROW_PX, paddingInlineStart: 4 + (level - 1) * INDENT_PX }
}

export function stateWord(state: string): string {
  return state.charAt(0) + state.slice(1).toLowerCase()
}

function titleOf(node: TreeNode): string {
  return [node.name, node.id, node.description, node.error].filter(Boolean).join('\n')
}

function labelOf(node: TreeNode): string {
  return node.state === 'ACTIVE' ? node.name : `${node.name}, ${stateWord(node.state)}`
}
