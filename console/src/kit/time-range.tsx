// Chooses a range of time: the last 15 minutes to 30 days, any other length, or from here to there.

import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker'
import type { ReactNode } from 'react'
import { preferencesStore } from './preferences'
import { RELATIVE_RANGES, type TimeRange, UNIT_MS } from './time-range-model'

export interface TimeRangePickerProps {
  readonly range: TimeRange
  readonly onChange: (range: TimeRange) => void
  readonly isDisabled?: boolean
}

export function TimeRangePicker({ range, onChange, isDisabled }: TimeRangePickerProps): ReactNode {
  const isUtc = preferencesStore((it) => it.timeZone === 'utc')
  return (
    <DateRangePicker
      value={toPicker(range)}
      onChange={({ detail }) => {
        const chosen = fromPicker(detail.value)
        if (chosen) onChange(chosen)
      }}
      relativeOptions={RELATIVE_RANGES.map(({ label, amount, unit }) => ({ key: label, amount, unit, type: 'relative' }))}
      isValidRange={check}
      {...(isUtc ? { timeOffset: 0 } : {})}
      showClearButton={false}
      disabled={isDisabled ?? false}
      placeholder="Choose a range"
      i18nStrings={WORDS}
      expandToViewport
    />
  )
}

const WORDS: DateRangePickerProps.I18nStrings = {
  ariaLabel: 'Range of time', todayAriaLabel: 'Today', nextMonthAriaLabel: 'Next month', previousMonthAriaLabel: 'Previous month',
  customRelativeRangeDurationLabel: 'Length', customRelativeRangeDurationPlaceholder: 'How long', customRelativeRangeOptionLabel: 'Another length',
  customRelativeRangeOptionDescription: 'Set how far back', customRelativeRangeUnitLabel: 'Unit', relativeRangeSelectionHeading: 'Choose a range',
  relativeModeTitle: 'Until now', absoluteModeTitle: 'From – to', startDateLabel: 'From', endDateLabel: 'To', startTimeLabel: 'At', endTimeLabel: 'At',
  dateTimeConstraintText: 'Day as YYYY/MM/DD, time as hh:mm:ss (24 hours).', clearButtonLabel: 'Clear', cancelButtonLabel: 'Cancel', applyButtonLabel: 'Apply',
  formatRelativeRange: ({ amount, unit }) =>
    RELATIVE_RANGES.find((it) => it.amount === amount && it.unit === unit)?.label ?? `Last ${amount} ${unit}${amount === 1 ? '' : 's'}`,
  formatUnit: (unit, value) => (value === 1 ? unit : `${unit}s`),
  errorIconAriaLabel: 'Error',
}

function toPicker(range: TimeRange): DateRangePickerProps.Value {
  if (range.type === 'absolute') {
    return { type: 'absolute', startDate: new Date(range.start_ms).toISOString(), endDate: new Date(range.end_ms).toISOString() }
  }
  const known = RELATIVE_RANGES.find((it) => it.duration_ms === range.duration_ms)
  if (known) return { type: 'relative', key: known.label, amount: known.amount, unit: known.unit }
  for (const unit of ['day', 'hour', 'minute'] as const) {
    const amount = range.duration_ms / (UNIT_MS[unit] ?? 1)
    if (Number.isInteger(amount)) return { type: 'relative', amount, unit }
  }
  return { type: 'relative', amount: Math.max(1, Math.round(range.duration_ms / 1_000)), unit: 'second' }
}

function fromPicker(value: DateRangePickerProps.Value | null): TimeRange | null {
  if (value === null) return null
  if (value.type === 'relative') return { type: 'relative', duration_ms: value.amount * (UNIT_MS[value.unit] ?? 0) }
  return { type: 'absolute', start_ms: Date.parse(value.startDate), end_ms: Date.parse(value.endDate) }
}

function check(value: DateRangePickerProps.Value | null): DateRangePickerProps.ValidationResult {
  if (value === null) return { valid: false, errorMessage: 'Choose a range.' }
  const range = fromPicker(value)
  if (range === null) return { valid: false, errorMessage: 'Choose both ends.' }
  if (range.type === 'relative') return range.duration_ms > 0 ? { valid: true } : { valid: false, errorMessage: 'Enter a length of at least one.' }
  if (Number.isNaN(range.start_ms) || Number.isNaN(range.end_ms)) return { valid: false, errorMessage: 'Enter both days.' }
  return range.start_ms < range.end_ms ? { valid: true } : { valid: false, errorMessage: 'The start must be before the end.' }
}
