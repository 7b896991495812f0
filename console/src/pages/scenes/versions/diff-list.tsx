// What differs between two texts of a scene, in words: nodes, rules, settings.

import Box from '@cloudscape-design/components/box'
import { type FieldChange, type Json, type NodeChange, type RuleChange, type SceneDiff } from '@gemel/scene'
import type { ReactNode } from 'react'

const SHOWN = 200
const KIND_WORDS = { added: 'Added', removed: 'Removed', changed: 'Changed' } as const

export function DiffList({ diff }: { readonly diff: SceneDiff }): ReactNode {
  if (diff.isSame) return <Box color="text-body-secondary">Nothing differs: both say the same.</Box>
  return (
    <div className="sc-diff">
      <Section title="Nodes" count={diff.nodes.length}>{diff.nodes.slice(0, SHOWN).map((it) => <NodeItem key={`${it.kind} ${it.kind === 'removed' ? it.before.id : it.after.id}`} change={it} />)}</Section>
      <Section title="Rules" count={diff.rules.length}>{diff.rules.map((it) => <RuleItem key={it.id} change={it} />)}</Section>
      <Section title="Settings of the scene" count={diff.settings.length}>
        {diff.settings.map((it) => (
          <li key={it.path} className={`sc-change sc-change-${kindOfField(it)}`}>
            <div className="sc-change-head"><strong>{it.path}</strong><span className="sc-change-kind">{KIND_WORDS[kindOfField(it)]}</span></div>
            <Values before={it.before} after={it.after} />
          </li>
        ))}
      </Section>
    </div>
  )
}

function Section({ title, count, children }: { readonly title: string; readonly count: number; readonly children: ReactNode }): ReactNode {
  if (count === 0) return null
  return (
    <section aria-label={title}>
      <Box variant="h3" padding={{ bottom: 'xs' }}>{title} ({count})</Box>
      <ul className="sc-changes">{children}</ul>
      {count > SHOWN && <Box color="text-body-secondary">and {count - SHOWN} more</Box>}
    </section>
  )
}

function NodeItem({ change }: { readonly change: NodeChange }): ReactNode {
  const node = change.kind === 'removed' ? change.before : change.after
  const kinds = node.components.map((it) => it.type).filter((it) => it !== '?')
  return (
    <li className={`sc-change sc-change-${change.kind}`}>
      <div className="sc-change-head"><strong>{change.path}</strong><span className="sc-change-kind">{KIND_WORDS[change.kind]}</span>{kinds.length > 0 && <span className="sc-change-kind">{kinds.join(', ')}</span>}</div>
      {change.kind === 'changed' && <ul className="sc-fields">{change.fields.map((it) => <li key={it.path}>{it.words}</li>)}</ul>}
    </li>
  )
}

function RuleItem({ change }: { readonly change: RuleChange }): ReactNode {
  return (
    <li className={`sc-change sc-change-${change.kind}`}>
      <div className="sc-change-head"><strong>{change.id}</strong><span className="sc-change-kind">{KIND_WORDS[change.kind]}</span></div>
      {change.kind === 'changed' && <Statements before={change.before} after={change.after} />}
    </li>
  )
}

/** The statements of a rule that are only on one side: "temperature >= 40 → color #ff0000". */
function Statements({ before, after }: { readonly before: Json | undefined; readonly after: Json | undefined }): ReactNode {
  const [was, is] = [statementsOf(before), statementsOf(after)]
  const gone = was.filter((it) => !is.includes(it))
  const come = is.filter((it) => !was.includes(it))
  if (gone.length === 0 && come.length === 0) return <ul className="sc-fields"><li>The order of its statements, or something beside them</li></ul>
  return (
    <ul className="sc-fields">
      {gone.map((it) => <li key={it}><del><span className="lib-visually-hidden">before: </span>{it}</del></li>)}
      {come.map((it) => <li key={it}><ins><span className="lib-visually-hidden">now: </span>{it}</ins></li>)}
    </ul>
  )
}

function statementsOf(rule: Json | undefined): readonly string[] {
  const statements = typeof rule === 'object' && rule !== null && 'statements' in rule ? rule.statements : []
  return (Array.isArray(statements) ? statements : []).map((it: Json) => {
    if (typeof it !== 'object' || it === null || !('expression' in it)) return short(it)
    return `${String(it.expression)} → ${String(it.target).replace('iottwinmaker.common.', '').replace(':', ' ')}`
  })
}

function kindOfField({ before, after }: FieldChange): 'added' | 'removed' | 'changed' {
  return before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
}

function Values({ before, after }: { readonly before: Json | undefined; readonly after: Json | undefined }): ReactNode {
  return (
    <ul className="sc-fields">
      {before !== undefined && <li><del><span className="lib-visually-hidden">before: </span>{short(before)}</del></li>}
      {after !== undefined && <li><ins><span className="lib-visually-hidden">now: </span>{short(after)}</ins></li>}
    </ul>
  )
}

function short(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 300 ? `${text.slice(0, 300)} …` : text
}
