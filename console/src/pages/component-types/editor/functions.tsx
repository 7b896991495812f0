// The functions of a draft: what implements each, its scope, what it requires; inherited ones to replace.

import type { FunctionRequest } from '@aws-sdk/client-iottwinmaker'
import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { type ReactNode, useState } from 'react'
import { Empty } from '../../../kit/empty'
import { ImplementedBy } from '../detail/functions'
import { FUNCTION_KINDS, type FunctionKind, isFunctionKind } from '../model/draft'
import { FunctionForm } from './function-form'
import { type EditorProps, problemAt, withoutKey } from './props'

export function Functions(props: EditorProps): ReactNode {
  const { draft, change, effective, below, problems } = props
  const [edited, edit] = useState<FunctionKind | string | null>(null)
  const own = draft.functions ?? {}
  const rows = Object.entries(effective.functions).map(([kind, it]) => ({
    kind, it, isOwn: Object.hasOwn(own, kind), isBelow: Object.hasOwn(below.functions, kind), problem: problemAt(problems, `functions.${kind}`),
  }))
  const left = Object.entries(FUNCTION_KINDS).filter(([kind]) => !Object.hasOwn(own, kind))
  const add = (
    <ButtonDropdown
      items={left.map(([id, description]) => ({ id, text: Object.hasOwn(below.functions, id) ? `${id} (replaces the inherited)` : id, description }))}
      onItemClick={({ detail }) => edit(detail.id)}
    >
      Add function
    </ButtonDropdown>
  )
  const save = (kind: string, it: FunctionRequest) => {
    change({ functions: { ...own, [kind]: it } })
    edit(null)
  }
  return (
    <>
      <Table
        variant="container" items={rows} trackBy="kind" wrapLines stickyColumns={{ last: 1 }}
        ariaLabels={{ tableLabel: 'Functions' }}
        header={<Header variant="h2" counter={`(${rows.length})`} actions={add} description="Which function answers when properties of this type are read or written.">Functions</Header>}
        empty={<Empty title="No functions" hint="Needed only where values are kept outside: time series and externally stored properties." />}
        columnDefinitions={[
          {
            id: 'kind', header: 'Function', isRowHeader: true, minWidth: 240,
            cell: ({ kind, problem }) => (
              <>
                {kind}
                <Box
                  variant="small" display="block" color="text-body-secondary"
                >
                  {isFunctionKind(kind) ? FUNCTION_KINDS[kind] : ''}
                </Box>
                {problem && <StatusIndicator type="error">{problem}</StatusIndicator>}
              </>
            ),
          },
          { id: 'by', header: 'Implemented by', minWidth: 180, cell: ({ it }) => <ImplementedBy it={it} /> },
          { id: 'scope', header: 'Scope', minWidth: 90, cell: ({ it }) => it.scope ?? '–' },
          {
            id: 'required', header: 'Required properties', minWidth: 150,
            cell: ({ it }) => it.requiredProperties?.join(', ') || '–',
          },
          {
            id: 'origin', header: 'Origin', minWidth: 100,
            cell: ({ isOwn, isBelow }) => (isOwn ? isBelow ? <Badge color="blue">Replaced</Badge> : 'Own' : <Badge color="grey">Inherited</Badge>),
          },
          {
            id: 'actions', header: 'Actions', minWidth: 120,
            cell: ({ kind, isOwn }) => (isOwn ? (
              <SpaceBetween direction="horizontal" size="xxs">
                <Button
                  variant="inline-icon" iconName="edit" ariaLabel={`Edit ${kind}`} onClick={() => edit(kind)}
                />
                <Button
                  variant="inline-icon" iconName="remove" ariaLabel={`Remove ${kind}`}
                  onClick={() => change({ functions: withoutKey(own, kind) })}
                />
              </SpaceBetween>
            ) : <Button variant="inline-link" ariaLabel={`Replace ${kind}`} onClick={() => edit(kind)}>Replace</Button>),
          },
        ]}
      />
      {edited && (
        <FunctionForm
          kind={edited} value={own[edited] ?? {}} functions={props.functions}
          propertyNames={Object.keys(effective.propertyDefinitions)}
          onSave={(it) => save(edited, it)} onClose={() => edit(null)}
        />
      )}
    </>
  )
}
