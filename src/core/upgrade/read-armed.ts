/** Shell: reads the armed file into variables; `units` is a list. */
export const readArmed = [
  "from='' target='' directory='' stage='' last_pid='' pid_limit='' units=''",
  'while read -r name value; do',
  '  case $name in',
  '    unit) units="$units $value" ;;',
  '    from | target | directory | stage | last_pid | pid_limit) eval "$name=\\$value" ;;',
  '  esac',
  'done',
].join('\n');
