// How a model is to be optimised, and how far the work is.

export interface OptimiseOptions {
  /** How far a surface may move, as a part of the mesh's size; 0 leaves meshes as they are. */
  readonly error: number
  /** Not below this part of the triangles; 0: as few as the error allows. */
  readonly ratio: number
  /** Longest side of a texture. */
  readonly texture_px: number
  /** 0…1, or `null` to leave textures in their format. */
  readonly webp_quality: number | null
  /** Whether positions and normals are rounded and bytes compressed (EXT_meshopt_compression). */
  readonly isCompressed: boolean
}

export const OPTIMISE_DEFAULTS: OptimiseOptions = { error: 0.001, ratio: 0, texture_px: 2048, webp_quality: 0.85, isCompressed: true }

export interface Step {
  readonly label: string
  /** 0…1 of the whole. */
  readonly done: number
}
