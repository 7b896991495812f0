// The functions of a type: what serves which kind of question, and where that comes from.

import type { FunctionResponse } from '@aws-sdk/client-iottwinmaker'
import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import type { ReactNode } from 'react'
import { Empty } from '../../../kit/empty'
import { Link } from '../../../kit/link'
import { FUNCTION_KINDS, isFunctionKind } from '../model/draft'
import { originOf } from '../model/origin'
import { TypeLink } from '../words'
import type { TabProps } from './overview'

export function FunctionsTab({ type, lineage }: TabProps): ReactNode {
  const id = type.componentTypeId ?? ''
  const rows = Object.entries(type.functions ?? {}).map(([kind, it]) => ({ kind, it }))
  return (
    <Table
      variant="container" items={rows} trackBy="kind" enableKeyboardNavigation wrapLines
      header={<Header variant="h2" counter={`(${rows.length})`} description="Which function answers when properties of this type are read or written.">Functions</Header>}
      ariaLabels={{ tableLabel: 'Functions' }}
      empty={<Empty title="No functions" hint="Values are kept with each entity; nothing outside is asked." />}
      columnDefinitions={[
        {
          id: 'kind', header: 'Function', isRowHeader: true, width: 280,
          cell: ({ kind }) => (
            <>{kind}<Box variant="small" display="block" color="text-body-secondary">{isFunctionKind(kind) ? FUNCTION_KINDS[kind] : ''}</Box></>
          ),
        },
        { id: 'by', header: 'Implemented by', cell: ({ it }) => <ImplementedBy it={it} /> },
        { id: 'scope', header: 'Scope', width: 120, cell: ({ it }) => scopeWords(it.scope) },
        {
          id: 'required', header: 'Required properties',
          cell: ({ it }) => it.requiredProperties?.join(', ') || '–',
        },
        {
          id: 'origin', header: 'Origin',
          cell: ({ kind, it }) => (it.isInherited ? <TypeLink id={originOf(id, 'functions', kind, lineage.typeOf)} /> : 'Own'),
        },
      ]}
    />
  )
}

function scopeWords(scope: string | undefined): string {
  return scope === 'ENTITY' ? 'Entity' : scope === 'WORKSPACE' ? 'Workspace' : scope ?? '–'
}

export function ImplementedBy({ it }: { readonly it: Pick<FunctionResponse, 'implementedBy'> }): ReactNode {
  const { isNative, lambda } = it.implementedBy ?? {}
  if (lambda?.arn) {
    const name = lambda.arn.split(':function:')[1]?.split(':')[0] ?? lambda.arn
    return <>Function <Link to={`/functions/${encodeURIComponent(name)}`}>{name}</Link></>
  }
  if (isNative) return 'Gemel itself'
  return <StatusIndicator type="warning">Nothing yet: heirs must bring it</StatusIndicator>
}
