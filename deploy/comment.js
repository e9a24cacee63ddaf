// Writes what action.yml found as a comment on the pull request, or over the comment that an earlier run wrote about the same input.
// The environment variable REPORT is the file, and CHECKED what was checked, so that a second use of the action has a comment of its own.
const {createHash} = require('crypto')
const {readFileSync} = require('fs')

module.exports = async ({github, context, core}) => {
  // Short: a comment has at most 65,536 characters, of which a report leaves 150 free.
  const mark = `<!-- slash80 ${createHash('sha256').update(process.env.CHECKED).digest('hex').slice(0, 12)} -->`
  const body = `${mark}\n${readFileSync(process.env.REPORT, 'utf8')}`
  const place = {...context.repo, issue_number: context.issue.number}
  try {
    const comments = await github.paginate(github.rest.issues.listComments, place)
    const earlier = comments.find(comment => comment.body?.startsWith(mark) && comment.user?.type === 'Bot')
    if (earlier) await github.rest.issues.updateComment({...context.repo, comment_id: earlier.id, body})
    else await github.rest.issues.createComment({...place, body})
  } catch (failure) {
    // https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/control-permissions-for-github_token
    core.warning(`Slash80 could not write its comment, so its result stands in the summary of the job only: ${failure.message}. ` +
      'It needs the permission pull-requests: write, which the token of a pull request from a fork never has.')
  }
}
