// A keyboard shortcut, drawn as keys.

import { Fragment, type ReactNode } from 'react'
import { capsOf } from './keys'
import './caps.css'

export function Caps({ keys }: { readonly keys: string }): ReactNode {
  return (
    <span className="g-caps">
      {capsOf(keys).map((chord, i) => (
        <Fragment key={chord.join('+')}>
          {i > 0 && <i>then</i>}
          {chord.map((it) => <kbd key={it}>{it}</kbd>)}
        </Fragment>
      ))}
    </span>
  )
}
