// What three says on the console, without the one remark that is about a library between us and it.

import { setConsoleFunction } from 'three'

/** react-three-fiber 9 still makes a THREE.Clock; nothing on our side can change that. */
export function tameConsole(): void {
  setConsoleFunction((type, message, ...details) => {
    if (message.startsWith('THREE.Clock:')) return
    // oxlint-disable-next-line no-console -- passes on what three says
    console[type](message, ...details)
  })
}
