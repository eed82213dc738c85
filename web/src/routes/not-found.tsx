import { useEnvironment } from '../environment.ts'
import { Heading } from '../ui/heading.tsx'
import { Link } from '../ui/link.tsx'

/** An address nothing is at. */
export function NotFound() {
  const { notFound } = useEnvironment().strings
  return (
    <>
      <Heading title={notFound.title} />
      <p class="lead">{notFound.lead}</p>
      <Link to="/" class="button button-primary">
        {notFound.home}
      </Link>
    </>
  )
}
