// Files whose names are taken: replace, keep both, or leave them out.

import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import { type ReactNode, useState } from 'react'
import { nameOf } from '../../../objects/uri'
import { Dialog } from './frame'

export type Overwrite = 'replace' | 'both' | 'skip'

export interface OverwriteDialogProps {
  /** Keys that exist already. */
  readonly taken: readonly string[]
  readonly all: number
  readonly onChoose: (how: Overwrite) => Promise<void>
  readonly onClose: () => void
}

export function OverwriteDialog({ taken, all, onChoose, onClose }: OverwriteDialogProps): ReactNode {
  const [how, setHow] = useState<Overwrite>('replace')
  const names = taken.map(nameOf)
  return (
    <Dialog title={taken.length === 1 ? `“${names[0]}” is there already` : `${taken.length} files are there already`} action="Upload" onRun={() => onChoose(how)} onClose={onClose}>
      <FormField label={taken.length === 1 ? 'What should happen with it?' : `What should happen with ${names.slice(0, 4).join(', ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''}?`}>
        <RadioGroup
          value={how} onChange={({ detail }) => setHow(detail.value as Overwrite)}
          items={[
            { value: 'replace', label: 'Replace', description: 'Scenes that use it show the new file.' },
            { value: 'both', label: 'Keep both', description: 'The new file gets a number behind its name.' },
            ...(all > taken.length ? [{ value: 'skip', label: 'Leave out', description: `Only the other ${all - taken.length === 1 ? 'file is' : `${all - taken.length} files are`} uploaded.` }] : []),
          ]}
        />
      </FormField>
    </Dialog>
  )
}
