// The console's first line: styles and theme, the one-time link taken out of the address, then the application.

import '@cloudscape-design/global-styles/index.css'
import './kit/tokens.css'
import { createRoot } from 'react-dom/client'
import { App } from './app'
import { watchLink } from './shell/link'
import { applyPreferences } from './shell/theme'

watchLink()
applyPreferences()
const root = document.querySelector('#root')
if (root) createRoot(root).render(<App />)
