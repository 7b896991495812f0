// How a model is optimised: three choices with good defaults.

import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import type { OptimiseOptions } from '../../../optimise/options'

const DETAIL = [
  { value: '0', label: 'Leave meshes as they are' },
  { value: '0.0001', label: 'Not to be seen', description: 'Surfaces move by up to 0.01 % of a mesh’s size.' },
  { value: '0.001', label: 'Balanced', description: 'Up to 0.1 %: seen only from very near.' },
  { value: '0.01', label: 'Far away', description: 'Up to 1 %: for things in the background.' },
]
const DETAIL_DISABLED = DETAIL.map((it) => Object.assign({ disabled: true }, it))
const SIZES = [512, 1024, 2048, 4096].map((it) => ({ value: String(it), label: `${it} px` }))

export interface OptimiseFieldsProps {
  readonly options: OptimiseOptions
  readonly onChange: (options: OptimiseOptions) => void
  readonly isDisabled: boolean
}

export function OptimiseFields({ options, onChange, isDisabled }: OptimiseFieldsProps): ReactNode {
  const set = (part: Partial<OptimiseOptions>) => onChange({ ...options, ...part })
  return (
    <SpaceBetween size="l">
      <FormField label="Simplify meshes">
        <RadioGroup value={String(options.error)} items={isDisabled ? DETAIL_DISABLED : DETAIL} onChange={({ detail }) => set({ error: Number(detail.value) })} ariaLabel="Simplify meshes" />
      </FormField>
      <FormField label="Largest texture" description="Larger ones are made smaller.">
        <Select selectedOption={SIZES.find((it) => it.value === String(options.texture_px)) ?? null} options={SIZES} disabled={isDisabled} onChange={({ detail }) => set({ texture_px: Number(detail.selectedOption.value) })} ariaLabel="Largest texture" />
      </FormField>
      <SpaceBetween size="xs">
        <Checkbox checked={options.webp_quality !== null} disabled={isDisabled} onChange={({ detail }) => set({ webp_quality: detail.checked ? 0.85 : null })} description="A third to a tenth of PNG’s size.">Textures as WebP</Checkbox>
        <Checkbox checked={options.isCompressed} disabled={isDisabled} onChange={({ detail }) => set({ isCompressed: detail.checked })} description="Positions are rounded to 1/16,384 of a mesh’s size. Read here and by current viewers; turn it off for old ones.">Compress meshes (meshopt)</Checkbox>
      </SpaceBetween>
    </SpaceBetween>
  )
}
