// What is shown in place of a page that broke: what happened, and ways on.

import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useEffect } from 'react'
import { useLocation, useNavigate, useRouteError } from 'react-router'
import { CopyButton } from '../kit/copy'

/** Whether an error is that of a file of an older console, after the server was updated. */
export function isOldFile(error: unknown): boolean {
  const text = error instanceof Error ? error.message : ''
  return /dynamically imported module|importing a module script|preload CSS|error loading dynamically/i.test(text)
}

export function Failed(): ReactNode {
  const error = useRouteError()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  useEffect(() => {
    document.title = 'This page broke · Gemel'
  }, [])
  const isOld = isOldFile(error)
  const details = `${pathname}\n${error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error)}`
  return (
    <Box padding="l">
      <Container header={<Header variant="h1">{isOld ? 'The console was updated' : 'This page broke'}</Header>}>
        <SpaceBetween size="m">
          <Box>
            {isOld
              ? 'The server has a newer console than this tab. Reload to go on; you stay signed in.'
              : 'That is a mistake of ours, not yours. Nothing that was saved is lost. The rest of the console goes on working.'}
          </Box>
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="primary" iconName="refresh" onClick={() => location.reload()}>Reload the page</Button>
            <Button onClick={() => void navigate(-1)}>Go back</Button>
            <Button onClick={() => void navigate('/workspaces')}>Workspaces</Button>
          </SpaceBetween>
          {!isOld && (
            <ExpandableSection headerText="Details for a report">
              <SpaceBetween size="xs">
                <CopyButton text={details} label="Copy details" />
                <Box variant="pre">{details}</Box>
              </SpaceBetween>
            </ExpandableSection>
          )}
        </SpaceBetween>
      </Container>
    </Box>
  )
}
