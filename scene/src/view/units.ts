// Lengths in metres.

import type { LengthUnit } from '../document/types'

const METERS: Readonly<Record<LengthUnit, number>> = {
  millimeters: 0.001, centimeters: 0.01, decimeters: 0.1, meters: 1, kilometers: 1000,
  inches: 0.0254, feet: 0.3048, yards: 0.9144, miles: 1609.344,
}

export function metersOf(unit: LengthUnit | undefined): number {
  return unit === undefined ? 1 : METERS[unit] ?? 1
}
