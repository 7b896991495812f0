// The Markdown of overlays: no HTML, links in a new tab, each `${name}` a place values are written to.

import { memo } from 'react'
import Markdown, { type Components } from 'react-markdown'

interface HastNode {
  type: string
  value?: string
  tagName?: string
  properties?: Record<string, unknown>
  children?: HastNode[]
}
const BINDING = /\$\{([^${}]+)\}/g

function split(text: string): HastNode[] {
  const nodes: HastNode[] = []
  let end = 0
  for (const match of text.matchAll(BINDING)) {
    if (match.index > end) nodes.push({ type: 'text', value: text.slice(end, match.index) })
    nodes.push({ type: 'element', tagName: 'span', properties: { dataBinding: match[1] },
      children: [{ type: 'text', value: '-' }] })
    end = match.index + match[0].length
  }
  if (end < text.length) nodes.push({ type: 'text', value: text.slice(end) })
  return nodes
}

function walk(node: HastNode): void {
  const href = node.properties?.['href']
  if (node.properties && typeof href === 'string' && /\$(\{|%7B)/i.test(href)) {
    node.properties['dataHref'] = href.replaceAll(/%7B/gi, '{').replaceAll(/%7D/gi, '}')
    delete node.properties['href']
  }
  node.children = node.children?.flatMap((child) => {
    if (child.type === 'text' && child.value?.includes('${')) return split(child.value)
    walk(child)
    return [child]
  }) ?? []
}

/** A plugin of the Markdown reader: bindings become elements, so that values never pass through React. */
function bindings() {
  return (tree: unknown) => walk(tree as HastNode)
}

const components: Components = {
  a: ({ href, title, children, ...rest }) => (
    <a href={href} title={title} data-href={(rest as { 'data-href'?: string })['data-href']} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  ),
  // Pictures from elsewhere would be fetched from other hosts.
  img: ({ alt }) => <span>{alt}</span>,
}

export const OverlayMarkdown = memo(function OverlayMarkdown({ content }: { content: string }) {
  return <Markdown skipHtml rehypePlugins={[bindings]} components={components}>{content}</Markdown>
})
