// One rule: its ordered statements, what it would say now, its name and who uses it.

import {
  bindingsOf,
  evaluateRule,
  type NodeId,
  pathOf,
  type PropertyRef,
  type RuleGroup,
  type RuleStatement,
  ruleIdsOf,
  setRule,
  whyNotRuleId,
} from '@gemel/scene'
import { type ReactNode, useMemo, useState } from 'react'
import { BindingPicker } from '../binding/binding-picker'
import { valueWords } from '../binding/words'
import { useComposer, useEditor, useLive, useRun } from '../context'
import { Row, TextButton, TextField } from '../kit/controls'
import { EffectChip } from './effect'
import { StatementEditor } from './statement-editor'

export interface RuleEditorProps {
  readonly id: string
  readonly users: readonly NodeId[]
  readonly onRename: (next: string) => void
  readonly onRemove: () => void
}

export function RuleEditor({ id, users, onRename, onRemove }: RuleEditorProps): ReactNode {
  const { editor } = useComposer()
  const run = useRun()
  const document = useEditor((it) => it.document)
  const rule = document.rules[id]
  const bound = useMemo(() => boundProperty(document, id, users), [document, id, users])
  const [tried, setTried] = useState<PropertyRef | null>(null)
  const ref = tried ?? bound
  const live = useLive(ref ?? undefined)
  const [isSure, setSure] = useState(false)
  const [dragged, setDragged] = useState<number | null>(null)
  if (!rule) return null
  const values = ref && live ? { [ref.propertyName]: live.value } : {}
  const result = evaluateRule(rule, values)
  const set = (next: RuleGroup, field: string) => run(setRule(id, next, `rule:${id}:${field}`))
  const setStatement = (index: number, statement: RuleStatement, field: string) =>
    set(
      { ...rule, statements: rule.statements.map((it, at) => (at === index ? statement : it)) },
      `${index}.${field}`,
    )
  const move = (from: number, to: number) => {
    const moved = rule.statements[from]
    if (!moved || to < 0 || to >= rule.statements.length || from === to) return
    run(setRule(id, { ...rule, statements: rule.statements.toSpliced(from, 1).toSpliced(to, 0, moved) }))
  }
  return (
    <>
      <Row label="Name">
        <TextField
          label="Name of the rule"
          isMono
          value={id}
          check={(text) => (text === id ? null : whyNotRuleId(document, text))}
          onChange={onRename}
        />
      </Row>
      <Row isWide label="Test with">
        <BindingPicker
          label="Property to test the rule with"
          near={[]}
          binding={ref ? { dataBindingContext: { ...ref } } : undefined}
          onChange={(binding) =>
            setTried(
              binding?.dataBindingContext ? (binding.dataBindingContext as unknown as PropertyRef) : null,
            )
          }
        />
      </Row>
      <div className="c-note">
        {ref === null ? (
          'Bind a thing that uses this rule, or choose a property, to see what the rule says now.'
        ) : live === undefined ? (
          <>No value of {ref.propertyName} yet.</>
        ) : (
          <>
            Now{' '}
            <b>
              {ref.propertyName} = {valueWords(live.value)}
            </b>
            :{' '}
            {result ? (
              <>
                statement {result.statementIndex + 1} wins: <EffectChip effect={result.target} />
              </>
            ) : (
              'no statement holds; things look as usual.'
            )}
          </>
        )}
      </div>
      <ol className="c-statements">
        {rule.statements.map((statement, index) => (
          <StatementEditor
            // Statements have no names; their place is who they are.
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            index={index}
            count={rule.statements.length}
            statement={statement}
            isWinner={result?.statementIndex === index}
            names={ref ? [ref.propertyName] : []}
            values={values}
            hasValue={live !== undefined}
            isDropTarget={dragged !== null && dragged !== index}
            onChange={(next, field) => setStatement(index, next, field)}
            onMove={(by) => move(index, index + by)}
            onRemove={() => run(setRule(id, { ...rule, statements: rule.statements.toSpliced(index, 1) }))}
            onDragStart={() => setDragged(index)}
            onDragEnd={() => setDragged(null)}
            onDrop={() => {
              if (dragged !== null) move(dragged, index)
              setDragged(null)
            }}
          />
        ))}
      </ol>
      <TextButton
        onClick={() =>
          run(setRule(id, { ...rule, statements: [...rule.statements, nextStatement(rule, ref)] }))
        }
      >
        Add a statement
      </TextButton>
      <div className="c-hint">The first statement that holds wins. With none, the thing looks as usual.</div>
      {users.length > 0 && (
        <details className="c-users">
          <summary>
            Used by {users.length} {users.length === 1 ? 'node' : 'nodes'}
          </summary>
          {users.slice(0, 50).map((node) => (
            <button key={node} type="button" className="c-link" onClick={() => editor.select([node])}>
              {pathOf(document, node)}
            </button>
          ))}
        </details>
      )}
      {isSure ? (
        <div className="c-note c-caution c-stack">
          {users.length > 0 ? `${users.length} nodes lose this rule and look as usual.` : 'Nothing uses it.'}{' '}
          You can undo this.
          <div className="c-inline">
            <TextButton kind="danger" onClick={onRemove}>
              Delete the rule
            </TextButton>
            <TextButton kind="quiet" onClick={() => setSure(false)}>
              Keep it
            </TextButton>
          </div>
        </div>
      ) : (
        <TextButton kind="quiet" onClick={() => (users.length > 0 ? setSure(true) : onRemove())}>
          Delete this rule
        </TextButton>
      )}
    </>
  )
}

/** The property of the first thing that uses the rule. */
function boundProperty(
  document: Parameters<typeof bindingsOf>[0],
  id: string,
  users: readonly NodeId[],
): PropertyRef | null {
  const nodes = new Set(users)
  const found = bindingsOf(document)
    .filter((it) => nodes.has(it.nodeId))
    .find((it) => {
      const component = document.nodes.get(it.nodeId)?.components[it.componentIndex]
      if (!component || !ruleIdsOf(component).includes(id)) return false
      return (
        component.type !== 'MotionIndicator' ||
        component.valueDataBindings[it.slot as 'speed']?.ruleBasedMapId === id
      )
    })
  return found?.ref ?? null
}

function nextStatement(rule: RuleGroup, ref: PropertyRef | null): RuleStatement {
  const last = rule.statements.at(-1)
  return {
    expression: last?.expression ?? `${ref?.propertyName ?? 'temperature'} > 40`,
    target: last?.target ?? 'iottwinmaker.common.icon:Warning',
    ...(last?.targetMetadata ? { targetMetadata: last.targetMetadata } : {}),
  }
}
