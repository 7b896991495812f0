// The little matrix mathematics a document needs: 4 x 4, column by column, Euler angles in the order XYZ.

import type { Transform, Vec3 } from './types'

/** Sixteen numbers, column by column, as graphics libraries keep them. */
export type Matrix = readonly number[]

export const IDENTITY_MATRIX: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]

export function matrixOf({ position, rotation, scale }: Transform): Matrix {
  const [cx, cy, cz] = rotation.map(Math.cos) as [number, number, number]
  const [sx, sy, sz] = rotation.map(Math.sin) as [number, number, number]
  const [x, y, z] = scale
  return [
    cy * cz * x,
    (cx * sz + sx * sy * cz) * x,
    (sx * sz - cx * sy * cz) * x,
    0,
    -cy * sz * y,
    (cx * cz - sx * sy * sz) * y,
    (sx * cz + cx * sy * sz) * y,
    0,
    sy * z,
    -sx * cy * z,
    cx * cy * z,
    0,
    position[0],
    position[1],
    position[2],
    1,
  ]
}

export function multiply(one: Matrix, other: Matrix): Matrix {
  return Array.from({ length: 16 }, (_, index) => {
    const row = index % 4
    const column = index - row
    let sum = 0
    for (let step = 0; step < 4; step += 1) sum += (one[step * 4 + row] ?? 0) * (other[column + step] ?? 0)
    return sum
  })
}

/** The matrix that undoes an affine one; `null` if it flattens space and nothing can. */
export function invert(matrix: Matrix): Matrix | null {
  const at = (index: number): number => matrix[index] ?? 0
  const [a, b, c] = [at(0), at(4), at(8)]
  const [d, e, f] = [at(1), at(5), at(9)]
  const [g, h, i] = [at(2), at(6), at(10)]
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
  if (determinant === 0 || !Number.isFinite(1 / determinant)) return null
  const rows = [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ].map((row) => row.map((value) => value / determinant)) as [number[], number[], number[]]
  const move = rows.map((row) => -((row[0] ?? 0) * at(12) + (row[1] ?? 0) * at(13) + (row[2] ?? 0) * at(14)))
  const part = (row: number, column: number): number => rows[row]?.[column] ?? 0
  return [
    part(0, 0),
    part(1, 0),
    part(2, 0),
    0,
    part(0, 1),
    part(1, 1),
    part(2, 1),
    0,
    part(0, 2),
    part(1, 2),
    part(2, 2),
    0,
    move[0] ?? 0,
    move[1] ?? 0,
    move[2] ?? 0,
    1,
  ]
}

/** Position, angles and factors of a matrix; what is sheared is lost, as a transform cannot say it. */
export function transformOf(matrix: Matrix): Transform {
  const at = (index: number): number => matrix[index] ?? 0
  const length = (column: number): number => Math.hypot(at(column), at(column + 1), at(column + 2))
  const determinant =
    at(0) * (at(5) * at(10) - at(9) * at(6)) -
    at(4) * (at(1) * at(10) - at(9) * at(2)) +
    at(8) * (at(1) * at(6) - at(5) * at(2))
  const scale: Vec3 = [determinant < 0 ? -length(0) : length(0), length(4), length(8)]
  const unit = (index: number, factor: number): number => (factor === 0 ? 0 : at(index) / factor)
  const sinY = Math.min(1, Math.max(-1, unit(8, scale[2])))
  const isLocked = Math.abs(sinY) > 1 - 1e-12
  const rotation: Vec3 = isLocked
    ? [Math.atan2(unit(6, scale[1]), unit(5, scale[1])), Math.asin(sinY), 0]
    : [
        Math.atan2(-unit(9, scale[2]), unit(10, scale[2])),
        Math.asin(sinY),
        Math.atan2(-unit(4, scale[1]), unit(0, scale[0])),
      ]
  return { position: [at(12), at(13), at(14)], rotation: rotation.map(tidy) as unknown as Vec3, scale }
}

/** Minus zero is zero. */
function tidy(value: number): number {
  return value === 0 ? 0 : value
}

/** Where a point of a node's own space stands outside. */
export function transformPoint(matrix: Matrix, [x, y, z]: Vec3): Vec3 {
  const row = (index: number): number =>
    (matrix[index] ?? 0) * x +
    (matrix[index + 4] ?? 0) * y +
    (matrix[index + 8] ?? 0) * z +
    (matrix[index + 12] ?? 0)
  return [row(0), row(1), row(2)]
}

/** The angles of a camera that stands at a point and looks at another (down its own -Z, Y up). */
export function lookRotation(from: Vec3, to: Vec3): Vec3 {
  const away = unitVector([from[0] - to[0], from[1] - to[1], from[2] - to[2]]) ?? [0, 0, 1]
  const right = unitVector([away[2], 0, -away[0]]) ?? [1, 0, 0]
  const up: Vec3 = [
    away[1] * right[2] - away[2] * right[1],
    away[2] * right[0] - away[0] * right[2],
    away[0] * right[1] - away[1] * right[0],
  ]
  return transformOf([...right, 0, ...up, 0, ...away, 0, 0, 0, 0, 1]).rotation
}

function unitVector([x, y, z]: Vec3): Vec3 | null {
  const length = Math.hypot(x, y, z)
  return length < 1e-9 ? null : [x / length, y / length, z / length]
}
