// One property of a component in the form: its control, what it takes, its default, and the way back to that.

import Badge from '@cloudscape-design/components/badge'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { DataValue } from '@aws-sdk/client-iottwinmaker'
import type { ReactNode } from 'react'
import { DocumentsField } from './documents-field'
import type { PartProblem } from './validate'
import { type Definition, plainOf, typeNameOf, typeWords, unitWords, valueWords } from './value'
import { problemAt, ValueField } from './value-field'
import './fields.css'

export interface PropertyFieldProps {
  readonly name: string
  readonly definition: Definition
  readonly value: DataValue | undefined
  readonly onChange: (value: DataValue | undefined) => void
  readonly problems: readonly PartProblem[]
  readonly isChanged: boolean
  /** Names with addresses: shown as documents. */
  readonly isDocuments: boolean
  /** Values of properties that are fixed once they are set. */
  readonly isLocked: boolean
  /** Before somebody tried to save, a field that is only missing is not yet called wrong. */
  readonly isMissingShown: boolean
}

export function PropertyField(props: PropertyFieldProps): ReactNode {
  const { name, definition, value, onChange, isDocuments, isLocked } = props
  const problems = props.problems.filter((it) => it.property === name && (props.isMissingShown || value !== undefined))
  const byDefault = definition.defaultValue
  const label = definition.displayName || name
  const isExpression = value?.expression !== undefined
  const hasParameters = !['LIST', 'MAP', 'RELATIONSHIP'].includes(typeNameOf(definition.dataType))
  const kind = [
    typeWords(definition.dataType), unitWords(definition.dataType?.unitOfMeasure),
    definition.dataType?.relationship?.targetComponentTypeId ? `to ${definition.dataType.relationship.targetComponentTypeId}` : '',
    definition.isStoredExternally ? 'read from outside; a value here stands only until then' : '',
  ].filter(Boolean).join(' · ')
  const control = {
    type: definition.dataType, value, onChange, label, problems, path: [], isDisabled: isLocked,
    placeholder: byDefault ? `Default: ${valueWords(byDefault, definition.dataType)}` : '',
  }
  return (
    <div className={`g-property ${props.isChanged ? 'g-changed' : ''}`} data-property={name}>
      <div className="g-property-links">
        {value !== undefined && <Button variant="inline-link" disabled={isLocked} ariaLabel={`${byDefault ? 'Use default' : 'Clear'}: ${label}`} onClick={() => onChange(undefined)}>{byDefault ? 'Use default' : 'Clear'}</Button>}
        {value === undefined && byDefault && <Button variant="inline-link" ariaLabel={`Set ${label}`} disabled={isLocked} onClick={() => onChange(byDefault)}>Set</Button>}
        {hasParameters && !isLocked && <Button variant="inline-link" ariaLabel={isExpression ? `Value for ${label}` : `Parameter for ${label}`} onClick={() => onChange(isExpression ? undefined : { expression: '${Parameters.' + (typeof plainOf(value) === 'string' ? '' : name) + '}' })}>{isExpression ? 'Value' : 'Parameter'}</Button>}
      </div>
      <FormField
        stretch
        label={<SpaceBetween direction="horizontal" size="xxs"><span>{label}</span>{definition.displayName && definition.displayName !== name && <span className="g-property-name">{name}</span>}{definition.isRequiredInEntity ? <Badge>required</Badge> : null}{definition.isExternalId && <Badge color="blue">external id</Badge>}</SpaceBetween>}
        description={kind}
        errorText={problemAt(problems, [])}
        constraintText={isLocked ? 'This is fixed: the connector was set up with it.' : definition.isExternalId ? 'What the outside store calls this thing. History is found by it.' : undefined}
      >
        {isDocuments ? <DocumentsField {...control} /> : <ValueField {...control} />}
      </FormField>
    </div>
  )
}
