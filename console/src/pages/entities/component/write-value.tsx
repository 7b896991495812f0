// Writes one value of a time series by hand.

import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { BatchPutPropertyValuesCommand, type DataValue } from '@aws-sdk/client-iottwinmaker'
import { type ReactNode, useState } from 'react'
import { useConsole } from '../../../kit/context'
import { ValueField } from '../../../component-form/value-field'
import { problemsOfValue } from '../../../component-form/validate'
import { type Definition, typeWords, valueWords } from '../../../component-form/value'
import { Dialog } from '../dialogs/dialog'
import { componentRef } from '../latest'
import type { Place } from '../operations'

export interface WriteValueProps {
  readonly place: Place
  readonly entityId: string
  readonly path: string
  readonly name: string
  readonly definition: Definition
  readonly onClose: () => void
  readonly onWritten: () => void
}

export function WriteValue({ place, entityId, path, name, definition, onClose, onWritten }: WriteValueProps): ReactNode {
  const { notify } = useConsole()
  const [value, setValue] = useState<DataValue | undefined>(undefined)
  const [time, setTime] = useState('')
  const problems = value === undefined ? [] : problemsOfValue(value, definition.dataType)
  const timeProblem = time !== '' && Number.isNaN(Date.parse(time)) ? 'A time is written like 2026-11-25T14:00:00Z.' : null
  const write = async () => {
    if (value === undefined) throw new Error('Give a value first.')
    const answer = await place.clients.twinmaker.send(new BatchPutPropertyValuesCommand({
      workspaceId: place.workspaceId,
      entries: [{
        entityPropertyReference: { entityId, ...componentRef(path), propertyName: name },
        propertyValues: [{ value, time: (time === '' ? new Date() : new Date(time)).toISOString() }],
      }],
    }))
    const [refused] = (answer.errorEntries ?? []).flatMap((it) => it.errors ?? [])
    if (refused) throw new Error(`The connector refused it: ${refused.errorMessage} (${refused.errorCode})`)
    notify({ type: 'success', text: `${name} = ${valueWords(value, definition.dataType)} is written.` })
    onWritten()
  }
  return (
    <Dialog title={`Write a value of ${definition.displayName || name}`} confirm="Write" onConfirm={write} onClose={onClose} isBlocked={value === undefined || problems.length > 0 || timeProblem !== null}>
      <FormField label="Value" description={typeWords(definition.dataType)} errorText={problems[0]?.message}>
        <ValueField type={definition.dataType} value={value} onChange={setValue} label="Value" problems={problems} path={[]} />
      </FormField>
      <FormField label={<>Time <i>– optional</i></>} constraintText="Left empty, it is now. A value of the same time is replaced." errorText={timeProblem}>
        <Input value={time} onChange={({ detail }) => setTime(detail.value)} placeholder={new Date().toISOString()} spellcheck={false} />
      </FormField>
    </Dialog>
  )
}
