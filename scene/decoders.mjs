// Which decoder files of three the console serves from its own origin, below the folder given as `decoders.base`.

import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const libs = join(dirname(createRequire(import.meta.url).resolve('three')), '../examples/jsm/libs')

/** Pairs of the file to copy and its name below `decoders.base`: `[{ from: '/…/draco_decoder.wasm', to: 'draco/…' }]`. */
export const decoderFiles = [
  { from: join(libs, 'draco/gltf/draco_wasm_wrapper.js'), to: 'draco/draco_wasm_wrapper.js' },
  { from: join(libs, 'draco/gltf/draco_decoder.wasm'), to: 'draco/draco_decoder.wasm' },
  { from: join(libs, 'basis/basis_transcoder.js'), to: 'basis/basis_transcoder.js' },
  { from: join(libs, 'basis/basis_transcoder.wasm'), to: 'basis/basis_transcoder.wasm' },
]
