// Documents of others are read and written without loss.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseScene } from './parse'
import { printScene } from './print'

const SCENES = '/work/shared/data/scenes'

describe.skipIf(!existsSync(SCENES))('scene documents of others', () => {
  const names = existsSync(SCENES) ? readdirSync(SCENES).filter((name) => name.endsWith('.json')) : []
  it.each(names)('%s is the same once read and written', (name) => {
    const text = readFileSync(`${SCENES}/${name}`, 'utf8')
    const { document, problems } = parseScene(text)
    const printed = printScene(document)
    const isComplete = !problems.some((problem) => problem.message.startsWith('Left out'))
    if (isComplete) expect(printed === text ? printed : JSON.stringify(JSON.parse(printed))).toBe(printed === text ? text : JSON.stringify(JSON.parse(text)))
    else expect(JSON.parse(printed)).toMatchObject(JSON.parse(text) as object)
    expect(printScene(parseScene(printed).document)).toBe(printed)
  })
})
