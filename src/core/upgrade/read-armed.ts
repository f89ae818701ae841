/** Shell: reads the armed file into variables; `units` and `containers` are lists. */
export const readArmed = [
  "from='' target='' directory='' stage='' last_pid='' pid_limit='' units='' containers=''",
  'while read -r name value; do',
  '  case $name in',
  '    unit) units="$units $value" ;;',
  '    container) containers="$containers $value" ;;',
  '    from | target | directory | stage | last_pid | pid_limit) eval "$name=\\$value" ;;',
  '  esac',
  'done',
].join('\n');
