// The rules panel: all rule groups of the scene, each with its statements, what it says now, and where it is used.

import { addRule, removeRule, renameRule, rulesUsed, SAMPLE_RULES, whyNotRuleId } from '@gemel/scene'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useComposer, useEditor, useRun } from '../context'
import { TextButton, TextField, useKept } from '../kit/controls'
import { Icon } from '../kit/icon'
import { MenuButton } from '../kit/menu'
import { onOpenRule, type RuleRequest, pendingRule } from './open-rule'
import { RuleEditor } from './rule-editor'
import { draftRule, freeRuleId } from './rule-drafts'

export function RulesPanel(): ReactNode {
  const { editor } = useComposer()
  const run = useRun()
  const rules = useEditor((it) => it.document.rules)
  const document = useEditor((it) => it.document)
  const isReadOnly = useEditor((it) => it.isReadOnly)
  const used = useMemo(() => rulesUsed(document), [document])
  const [query, setQuery] = useState('')
  const [open, setOpen] = useKept<string | null>('rule', null)
  const [name, setName] = useState<string | null>(null)
  useEffect(() => {
    const show = (request: RuleRequest) => {
      if (request.id !== null) return setOpen(request.id)
      const { document: now } = editor.store.getState()
      const id = freeRuleId(
        now,
        `${request.propertyName ?? 'value'}${request.use === 'icon' ? 'Icon' : request.use === 'number' ? 'Speed' : 'Color'}Rule`,
      )
      run(addRule(id, draftRule(request)))
      request.onMade?.(id)
      setOpen(id)
    }
    const waiting = pendingRule()
    if (waiting) show(waiting)
    return onOpenRule(show)
    // setOpen is made anew each time; what it does is the same.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [editor, run])
  const ids = Object.keys(rules).filter((id) => id.toLowerCase().includes(query.toLowerCase()))
  const add = (id: string) => {
    run(addRule(id))
    setName(null)
    setOpen(id)
  }
  const samples = Object.entries(SAMPLE_RULES).filter(([id]) => !Object.hasOwn(rules, id))
  return (
    <div className="c-panel-body">
      <div className="c-toolbar-row">
        <div className="c-inline c-search c-grow">
          <Icon name="search" />
          <input
            className="c-input"
            type="search"
            aria-label="Find a rule"
            placeholder="Find a rule"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
        {!isReadOnly && (
          <MenuButton
            icon="plus"
            label="New rule"
            text="Rule"
            items={() => [
              { id: 'new', label: 'New rule…', icon: 'rules', run: () => setName('') },
              ...samples.map(([id, rule], index) => ({
                id,
                label: id,
                icon: 'copy' as const,
                ...(index === 0 ? { heading: 'Samples' } : {}),
                run: () => {
                  run(addRule(id, rule))
                  setOpen(id)
                },
              })),
            ]}
          />
        )}
      </div>
      {name !== null && (
        <div className="c-section-body">
          <TextField
            label="Name of the new rule"
            isEager
            autoFocus
            value={name}
            placeholder="temperatureRule"
            onChange={setName}
          />
          {name !== '' && whyNotRuleId(document, name) && (
            <div className="c-hint c-bad">{whyNotRuleId(document, name)}</div>
          )}
          <div className="c-inline">
            <TextButton
              kind="primary"
              isDisabled={whyNotRuleId(document, name) !== null}
              onClick={() => add(name)}
            >
              Add the rule
            </TextButton>
            <TextButton kind="quiet" onClick={() => setName(null)}>
              Cancel
            </TextButton>
          </div>
        </div>
      )}
      <div className="c-scroll c-grow">
        {ids.map((id) => (
          <div key={id} className="c-section">
            <header>
              <button
                type="button"
                className="c-fold"
                aria-expanded={open === id}
                onClick={() => setOpen(open === id ? null : id)}
              >
                <Icon name={open === id ? 'down' : 'right'} size={12} />
                <Icon name="rules" />
                <span>{id}</span>
              </button>
              <span className="c-quiet-text" title="Nodes that use it">
                {used.get(id)?.length ?? 0}×
              </span>
            </header>
            {open === id && (
              <div className="c-section-body">
                <RuleEditor
                  id={id}
                  users={used.get(id) ?? []}
                  onRename={(next) => {
                    run(renameRule(id, next))
                    setOpen(next)
                  }}
                  onRemove={() => {
                    run(removeRule(id))
                    setOpen(null)
                  }}
                />
              </div>
            )}
          </div>
        ))}
        {ids.length === 0 && (
          <div className="c-empty">
            <b>{query ? 'No rule by this name' : 'No rules yet'}</b>
            {query
              ? ''
              : 'A rule turns a value into an icon, a colour, a speed, or hides a thing: “temperature > 40 → red”.'}
          </div>
        )}
      </div>
    </div>
  )
}
