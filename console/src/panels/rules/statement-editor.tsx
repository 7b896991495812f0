// One statement of a rule: a condition that is checked as one types, and what it does.

import {
  checkExpression,
  evaluateExpression,
  ICON_PREFIX,
  parseTarget,
  printTarget,
  type RuleStatement,
  type RuleTarget,
  type Values,
} from '@gemel/scene'
import type { ReactNode } from 'react'
import { valueWords } from '../binding/words'
import { IconPicker } from '../inspector/icon-picker'
import { ColorField } from '../kit/color-field'
import { IconButton, Select } from '../kit/controls'
import { Icon } from '../kit/icon'
import { NumberField } from '../kit/number-field'

export interface StatementEditorProps {
  readonly index: number
  readonly count: number
  readonly statement: RuleStatement
  readonly isWinner: boolean
  readonly names: readonly string[]
  readonly values: Values
  readonly hasValue: boolean
  readonly isDropTarget: boolean
  readonly onChange: (statement: RuleStatement, field: string) => void
  readonly onMove: (by: 1 | -1) => void
  readonly onRemove: () => void
  readonly onDragStart: () => void
  readonly onDragEnd: () => void
  readonly onDrop: () => void
}

const KINDS = [
  { value: 'icon', label: 'Icon' },
  { value: 'color', label: 'Colour' },
  { value: 'opacity', label: 'Opacity' },
  { value: 'hidden', label: 'Hidden' },
  { value: 'number', label: 'Number (speed)' },
] as const
type Kind = (typeof KINDS)[number]['value']

const FIRST: Readonly<Record<Kind, RuleTarget>> = {
  icon: { kind: 'icon', icon: 'Warning' },
  color: { kind: 'color', color: '#d91515', alpha: 1 },
  opacity: { kind: 'opacity', opacity: 0.5 },
  hidden: { kind: 'opacity', opacity: 0 },
  number: { kind: 'number' },
}

export function StatementEditor(props: StatementEditorProps): ReactNode {
  const { index, count, statement, isWinner, names, values, hasValue, onChange, onMove } = props
  const target = parseTarget(statement.target, statement.targetMetadata)
  const problem = checkExpression(statement.expression, names)
  const kind: Kind | null =
    target === null ? null : target.kind === 'opacity' && target.opacity === 0 ? 'hidden' : target.kind
  const setTarget = (next: RuleTarget, field: string) => {
    const { targetMetadata: _, ...others } = statement
    onChange({ ...others, ...printTarget(next) }, field)
  }
  return (
    // Dragging is the mouse's way; the keyboard has buttons and Alt with arrows.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className={`c-statement${isWinner ? ' c-winner' : ''}${props.isDropTarget ? ' c-droppable' : ''}`}
      onDragOver={(event) => {
        if (props.isDropTarget) event.preventDefault()
      }}
      onDrop={(event) => {
        event.preventDefault()
        props.onDrop()
      }}
    >
      <div className="c-inline">
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <span
          className="c-handle"
          draggable
          role="img"
          aria-label={`Statement ${index + 1} of ${count}`}
          title="Drag to reorder"
          onDragStart={(event) => {
            event.dataTransfer.setData('text/plain', String(index))
            props.onDragStart()
          }}
          onDragEnd={props.onDragEnd}
        >
          <Icon name="drag" />
          {index + 1}
        </span>
        <input
          className={`c-input c-mono${problem ? ' c-wrong' : ''}`}
          aria-label={`Condition ${index + 1}`}
          aria-invalid={problem !== null}
          value={statement.expression}
          spellCheck={false}
          placeholder="temperature > 40"
          onChange={(event) => onChange({ ...statement, expression: event.target.value }, 'expression')}
          onKeyDown={(event) => {
            if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
              event.stopPropagation()
              event.preventDefault()
              onMove(event.key === 'ArrowUp' ? -1 : 1)
            }
          }}
        />
        <IconButton
          icon="trash"
          label={`Remove statement ${index + 1}`}
          kind="quiet"
          onClick={props.onRemove}
        />
      </div>
      {problem ? (
        <div className="c-hint c-bad" role="alert">
          {problem.message}
        </div>
      ) : (
        hasValue && (
          <div className="c-hint">
            is now <b>{tested(statement.expression, values)}</b>
            {isWinner ? ' · wins' : ''}
          </div>
        )
      )}
      <div className="c-inline c-effect">
        <span aria-hidden="true">→</span>
        <Select
          label={`What statement ${index + 1} does`}
          value={kind}
          options={KINDS}
          onChange={(next) => setTarget(FIRST[next], 'kind')}
        />
        <IconButton
          icon="up"
          label="Earlier"
          keys="Alt+↑"
          kind="quiet"
          isDisabled={index === 0}
          onClick={() => onMove(-1)}
        />
        <IconButton
          icon="down"
          label="Later"
          keys="Alt+↓"
          kind="quiet"
          isDisabled={index === count - 1}
          onClick={() => onMove(1)}
        />
      </div>
      {target?.kind === 'icon' && (
        <>
          <IconPicker
            icon={ICON_PREFIX + target.icon}
            custom={
              target.iconName ? { prefix: target.iconPrefix ?? 'fas', iconName: target.iconName } : undefined
            }
            {...(target.color ? { color: target.color } : {})}
            onChange={(icon, custom) =>
              setTarget(
                {
                  kind: 'icon',
                  icon: icon.slice(ICON_PREFIX.length) as 'Info',
                  ...(custom
                    ? {
                        iconPrefix: custom.prefix,
                        iconName: custom.iconName,
                        color: target.color ?? '#d91515',
                      }
                    : {}),
                },
                'icon',
              )
            }
          />
          {target.icon === 'Custom' && (
            <ColorField
              label="Colour of the icon"
              hasPalette
              value={target.color}
              onChange={(color) => setTarget({ ...target, color }, 'color')}
            />
          )}
        </>
      )}
      {target?.kind === 'color' && (
        <ColorField
          label="Colour"
          hasPalette
          value={target.color}
          onChange={(color) => setTarget({ ...target, color }, 'color')}
        />
      )}
      {kind === 'opacity' && target?.kind === 'opacity' && (
        <NumberField
          label="Opacity"
          min={0}
          max={1}
          step={0.05}
          value={target.opacity}
          onChange={(opacity) => setTarget({ kind: 'opacity', opacity }, 'opacity')}
        />
      )}
      {kind === 'hidden' && (
        <div className="c-hint">Written as opacity 0, which other viewers understand.</div>
      )}
      {kind === 'number' && (
        <div className="c-hint">
          The value of the expression is the number, such as a speed: (RPM - 55) / 10.
        </div>
      )}
      {kind === null && <div className="c-hint c-warn">Unknown target “{statement.target}”; it is kept.</div>}
    </li>
  )
}

function tested(expression: string, values: Values): string {
  try {
    return valueWords(evaluateExpression(expression, values) as never)
  } catch (error) {
    return error instanceof Error ? error.message : 'not known'
  }
}
