// One function of a type in a dialog: which code implements it, for what scope, with which properties.

import type { FunctionRequest, Scope } from '@aws-sdk/client-iottwinmaker'
import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import Autosuggest from '@cloudscape-design/components/autosuggest'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Modal from '@cloudscape-design/components/modal'
import Multiselect from '@cloudscape-design/components/multiselect'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { Link } from '../../../kit/link'
import { compact, FUNCTION_KINDS, isFunctionKind } from '../model/draft'

export interface FunctionFormProps {
  readonly kind: string
  readonly value: FunctionRequest
  readonly functions: readonly FunctionConfiguration[]
  readonly propertyNames: readonly string[]
  readonly onSave: (it: FunctionRequest) => void
  readonly onClose: () => void
}

type By = 'lambda' | 'native' | 'nothing'

export function FunctionForm({ kind, value, functions, propertyNames, onSave, onClose }: FunctionFormProps): ReactNode {
  const [by, setBy] = useState<By>(() => (value.implementedBy?.isNative ? 'native' : value.implementedBy || functions.length > 0 ? 'lambda' : 'nothing'))
  const [named, setNamed] = useState(() => nameOf(value.implementedBy?.lambda?.arn, functions))
  const [scope, setScope] = useState(value.scope ?? '')
  const [required, setRequired] = useState<readonly string[]>(value.requiredProperties ?? [])
  const [isTried, setTried] = useState(false)
  const arn = arnOf(named, functions)
  const problem = by === 'lambda' && !arn ? 'Choose a function, or paste the ARN of one.' : undefined
  const save = () => {
    setTried(true)
    if (problem) return
    const implementedBy = by === 'native' ? { isNative: true } : by === 'lambda' && arn ? { lambda: { arn } } : undefined
    onSave(compact({
      implementedBy, scope: (scope || undefined) as Scope | undefined, requiredProperties: required.length > 0 ? [...required] : undefined,
    }))
  }
  return (
    <Modal
      visible header={kind} onDismiss={onClose} closeAriaLabel="Close"
      footer={(
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>Cancel</Button>
            <Button variant="primary" onClick={save}>Apply</Button>
          </SpaceBetween>
        </Box>
      )}
    >
      <SpaceBetween size="l">
        <Box color="text-body-secondary">{isFunctionKind(kind) ? FUNCTION_KINDS[kind] : ''}</Box>
        <FormField label="Implemented by">
          <RadioGroup
            value={by} onChange={({ detail }) => setBy(detail.value as By)}
            items={[
              {
                value: 'lambda', label: 'A function of this account',
                description: 'Code of yours, called with an event.',
              },
              {
                value: 'native', label: 'Gemel itself',
                description: 'Only where the type extends a predefined one.',
              },
              {
                value: 'nothing', label: 'Nothing yet',
                description: 'The type is abstract; those that extend it bring the function.',
              },
            ]}
          />
        </FormField>
        {by === 'lambda' && (
          <FormField
            label="Function" errorText={isTried ? problem : undefined}
            constraintText={arn ?? 'By name, or by whole ARN.'}
            secondaryControl={<Link to={`/functions/-/create?kind=${templateKind(kind)}`}>Create one</Link>}
          >
            <Autosuggest
              value={named} onChange={({ detail }) => setNamed(detail.value)}
              enteredTextLabel={(it) => `Use “${it}”`}
              placeholder="Find a function" empty="No such function" ariaLabel="Function"
              options={functions.map((it) => ({ value: it.FunctionName ?? '', description: it.Description || it.Runtime || '' }))}
            />
          </FormField>
        )}
        <FormField label="Scope" description="A note for people: what one call is about.">
          <Select
            selectedOption={SCOPES.find((it) => it.value === scope) ?? null} options={[...SCOPES]}
            onChange={({ detail }) => setScope((detail.selectedOption.value ?? '') as Scope)}
          />
        </FormField>
        <FormField
          label="Required properties"
          description="Properties whose values the function needs, such as an external id. An initializer runs only once they have values."
        >
          <Multiselect
            selectedOptions={required.map((it) => ({ value: it, label: it }))}
            options={propertyNames.map((it) => ({ value: it, label: it }))}
            filteringType="auto" placeholder="Choose properties" empty="This type has no properties yet"
            deselectAriaLabel={(it) => `Remove ${it.label}`}
            onChange={({ detail }) => setRequired(detail.selectedOptions.map((it) => it.value ?? ''))}
          />
        </FormField>
      </SpaceBetween>
    </Modal>
  )
}

const SCOPES = [
  {
    value: '', label: 'Not said' }, { value: 'ENTITY', label: 'Entity' }, { value: 'WORKSPACE',
    label: 'Workspace',
  },
] as const

function nameOf(arn: string | undefined, functions: readonly FunctionConfiguration[]): string {
  return functions.find((it) => it.FunctionArn === arn)?.FunctionName ?? arn ?? ''
}

function arnOf(named: string, functions: readonly FunctionConfiguration[]): string | undefined {
  if (named.startsWith('arn:')) return named
  return functions.find((it) => it.FunctionName === named)?.FunctionArn
}

function templateKind(kind: string): string {
  if (kind.startsWith('dataReader')) return 'dataReader'
  if (kind === 'attributePropertyValueReaderByEntity') return 'attributeReader'
  return kind === 'tabularDataReaderByEntity' ? 'tableReader' : kind
}
