// The shell without a screen: keys, ranking, links, notices, where things lead.

import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Page } from '../pages'
import { isOldFile } from './failed'
import { capsOf, chordOf, KeySequence, worksWhileTyping } from './keys'
import { landing } from './last-workspace'
import { splitHash } from './link'
import { dismiss, noticeStore, notify, passTime, undo, wordsOf } from './notices'
import { parsePasted } from './pasted'
import { type Entry, fit, rank } from './rank'
import { addressOf, litAddress, navPages, workspaceIn } from './registry'
import { nameOf } from './top-bar'
import { inWords, offsetOf } from './verify'
import { samePlace } from './workspace-switcher'

vi.hoisted(() => {
  // The theme asks as it is loaded; jsdom has no answer.
  globalThis.matchMedia = (() => ({ matches: false, addEventListener: () => undefined })) as unknown as typeof matchMedia
})

describe('keys', () => {
  const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
    ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })
  it.each([
    [press('k', { ctrlKey: true }), false, 'mod+k'], [press('k', { metaKey: true }), true, 'mod+k'], [press('K', { shiftKey: true }), false, 'shift+k'],
    [press('?', { shiftKey: true }), false, '?'], [press('/', {}), false, '/'], [press(' '), false, 'space'], [press('Control', { ctrlKey: true }), false, null],
    [press('F2'), false, 'f2'],
  ])('%j', (event, mac, chord) => expect(chordOf(event, mac)).toBe(chord))
  it('completes sequences in time', () => {
    const sequence = new KeySequence()
    expect(sequence.press('g', ['g w', 'c'], 0)).toBeNull()
    expect(sequence.press('w', ['g w', 'c'], 500)).toBe('g w')
    expect(sequence.press('g', ['g w', 'c'], 1_000)).toBeNull()
    expect(sequence.press('w', ['g w', 'c'], 9_000)).toBeNull()
    expect(sequence.press('c', ['g w', 'c'], 9_100)).toBe('c')
  })
  it('leaves letters to text', () => {
    expect(['mod+s', 'f2', 'g w', '?', 'shift+f'].map(worksWhileTyping)).toEqual([true, true, false, false, false])
  })
  it('draws caps', () => {
    expect(capsOf('mod+shift+k', false)).toEqual([['Ctrl', 'Shift', 'K']])
    expect(capsOf('g w', false)).toEqual([['G'], ['W']])
    expect(capsOf('mod++', true)).toEqual([['⌘', '+']])
  })
})

describe('the palette', () => {
  const entry = (label: string, group = 'Entity', words = ''): Entry => ({ id: `${group}:${label}`, label, group, words, run: () => undefined })
  const entries = [entry('Conveyor 1'), entry('Conveyor 10'), entry('Mixer 2'), entry('Component types', 'Page'), entry('bakery-floor', 'Scene', 'The whole plant'), entry('Öfen', 'Entity')]
  const labels = (query: string, recent: string[] = []) => rank(entries, query, recent).map((it) => it.label)
  it.each([['conv', 'Conveyor 1'], ['mix', 'Mixer 2'], ['2 mixer', 'Mixer 2'], ['types', 'Component types'], ['ct', 'Component types'], ['floor', 'bakery-floor'], ['whole plant', 'bakery-floor'], ['ofen', 'Öfen'], ['cnvyr 10', 'Conveyor 10']])('“%s” finds %s', (query, label) => {
    expect(labels(query)[0]).toBe(label)
  })
  it('finds nothing of what is not there', () => expect(labels('zeppelin')).toEqual([]))
  it('lets what was chosen lately win', () => {
    expect(labels('conveyor', ['Entity:Conveyor 10'])[0]).toBe('Conveyor 10')
    expect(labels('', ['Scene:bakery-floor', 'Entity:Mixer 2']).slice(0, 2)).toEqual(['bakery-floor', 'Mixer 2'])
  })
  it('prefers the start of the name', () => expect(fit('oven', 'Oven 1')).toBeGreaterThan(fit('oven', 'Old oven')))
  it('finds one of 50,000', () => {
    const many = Array.from({ length: 50_000 }, (_, i) => entry(`Machine ${i}`))
    expect(rank(many, 'machine 4242', [])[0]?.label).toBe('Machine 4242')
  })
})

describe('links', () => {
  it.each([['#link=abc', 'abc', ''], ['#link=a%2Bb&tab=1', 'a+b', '#tab=1'], ['#tab=1', null, '#tab=1'], ['', null, ''], ['#link=%', '%', '']])('%s', (hash, token, rest) => {
    expect(splitHash(hash)).toEqual({ token, rest })
  })
})

describe('pasted keys', () => {
  it.each([
    'export AWS_ACCESS_KEY_ID=AKIA1\nexport AWS_SECRET_ACCESS_KEY=a/b+c=', '[default]\naws_access_key_id = AKIA1\naws_secret_access_key = a/b+c=',
    '{"Credentials": {"AccessKeyId": "AKIA1", "SecretAccessKey": "a/b+c="}}', "$env:AWS_ACCESS_KEY_ID='AKIA1'; $env:AWS_SECRET_ACCESS_KEY='a/b+c='",
  ])('%s', (text) => expect(parsePasted(text)).toEqual({ accessKeyId: 'AKIA1', secretAccessKey: 'a/b+c=' }))
  it('are nothing in a plain key', () => expect(parsePasted('AKIA1')).toBeNull())
})

describe('signing in', () => {
  const keys = { accessKeyId: 'AKIA1', secretAccessKey: 's' }
  const refused = (name: string, message = 'x') => Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 403, requestId: 'r' } })
  it('says which field is wrong', () => {
    expect(inWords(refused('InvalidClientTokenId'), keys, 0)).toMatchObject({ field: 'accessKeyId', requestId: 'r' })
    expect(inWords(refused('SignatureDoesNotMatch'), keys, 0).field).toBe('secretAccessKey')
    expect(inWords(refused('InvalidClientTokenId'), { ...keys, accessKeyId: 'ASIA1' }, 0).field).toBe('sessionToken')
  })
  it('tells the clock from a wrong secret', () => {
    const error = inWords(refused('SignatureDoesNotMatch', 'Signature expired: 1 is now earlier than 2'), keys, 20 * 60_000)
    expect(error.message).toMatch(/clock is 20 minutes behind/)
    expect(error.field).toBeNull()
  })
  it('measures the clock', () => {
    const now_ms = Date.parse('2026-01-01T00:00:00Z')
    expect(offsetOf('Thu, 01 Jan 2026 00:00:01 GMT', now_ms, now_ms)).toBe(0)
    expect(offsetOf('Thu, 01 Jan 2026 01:00:00 GMT', now_ms, now_ms)).toBe(3_600_500)
    expect(offsetOf(null, now_ms, now_ms)).toBe(0)
  })
  it('names people', () => {
    expect(nameOf('arn:aws:iam::0:root', 'k')).toBe('root')
    expect(nameOf('arn:aws:iam::0:user/team/anna', 'k')).toBe('anna')
    expect(nameOf('', 'k')).toBe('k')
  })
})

describe('notices', () => {
  beforeEach(() => noticeStore.setState({ notices: [] }))
  const texts = () => noticeStore.getState().notices.map((it) => it.text)
  it('lets good news leave and keeps the rest', () => {
    notify({ type: 'success', text: 'made' })
    notify({ type: 'error', text: 'broke' })
    notify({ type: 'success', text: 'deleted', undo: () => undefined })
    passTime(6_000)
    expect(texts()).toEqual(['deleted', 'broke'])
    passTime(9_000)
    expect(texts()).toEqual(['broke'])
  })
  it('replaces by id and never pushes progress out', () => {
    notify({ type: 'in-progress', id: 'p', text: '1 %' })
    for (let i = 0; i < 9; i += 1) notify({ type: 'error', text: `e${i}` })
    notify({ type: 'in-progress', id: 'p', text: '2 %' })
    expect(texts()).toHaveLength(6)
    expect(texts()).toContain('2 %')
    dismiss('p')
    expect(texts()).not.toContain('2 %')
  })
  it('says when undoing failed', async () => {
    notify({ type: 'success', id: 'u', text: 'deleted', undo: () => Promise.reject(new Error('gone')) })
    const [shown] = noticeStore.getState().notices
    if (shown) await undo(shown)
    expect(noticeStore.getState().notices[0]).toMatchObject({ id: 'u', type: 'error' })
  })
  it('does not report what was stopped on purpose', () => {
    notify({ type: 'error', text: 'x', error: new DOMException('stopped', 'AbortError') })
    expect(texts()).toEqual([])
  })
  it('adds the request', () => {
    const error = Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { requestId: 'r-9' } })
    expect(wordsOf({ type: 'error', text: 'Not saved.', error })).toEqual({ text: 'Not saved. no', detail: 'AccessDeniedException · request r-9' })
  })
})

describe('addresses', () => {
  const page = (path: string, order = 1): Page => ({ path, title: path, nav: { section: 'workspace', order }, load: () => Promise.reject(new Error('not here')) })
  it('fill in the workspace and leave out what is optional', () => {
    expect(addressOf(page('/workspaces/:workspaceId/entities/:entityId?/:view?'), 'a b')).toBe('/workspaces/a%20b/entities')
    expect(addressOf(page('/workspaces/:workspaceId'), undefined)).toBeNull()
    expect(addressOf(page('/monitor'), undefined)).toBe('/monitor')
  })
  it('are in order', () => expect(navPages('workspace', [page('/b', 2), page('/a', 1)]).map((it) => it.path)).toEqual(['/a', '/b']))
  it('are lit by the longest', () => {
    const all = ['/workspaces', '/workspaces/a', '/workspaces/a/scenes']
    expect(litAddress('/workspaces/a/scenes/x', all)).toBe('/workspaces/a/scenes')
    expect(litAddress('/workspaces/ab', all)).toBe('/workspaces')
    expect(litAddress('/else', all)).toBeUndefined()
  })
  it('have a workspace', () => {
    expect(workspaceIn('/workspaces/a/scenes')).toBe('a')
    expect(workspaceIn('/workspaces')).toBeUndefined()
  })
  it('lead to the same page of another workspace', () => {
    expect(samePlace('/workspaces/a/scenes/x', 'a', 'b')).toBe('/workspaces/b/scenes')
    expect(samePlace('/monitor', undefined, 'b')).toBe('/workspaces/b')
  })
  it('start where one was', () => {
    expect(landing(['a', 'b'], 'b')).toBe('b')
    expect(landing(['a', 'b'], 'gone')).toBeNull()
    expect(landing(['a'], null)).toBe('a')
  })
})

describe('a page that broke', () => {
  it('is told from a file of an older console', () => {
    expect(isOldFile(new TypeError('Failed to fetch dynamically imported module: x'))).toBe(true)
    expect(isOldFile(new Error('undefined is not a function'))).toBe(false)
  })
})
