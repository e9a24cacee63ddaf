#!/usr/bin/env bash
# Builds one function for `sam build`, checks that it can run on its processor, and copies it to a folder.
#
#   function.sh FUNCTION native|java25 x86_64|arm64 FOLDER
#
# FUNCTION is the name in template.yaml. Its module is functions/ and the same name in lower case.
set -euo pipefail

readonly runtime=$2 architecture=$3 folder=$4
module=$(printf '%s' "$1" | tr '[:upper:]' '[:lower:]')
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly module project built=$project/functions/$module/target/function

give_up() { printf 'slash80: %s\n' "$*" >&2; exit 1; }

# A native executable is compiled in a container of its own processor. On another machine the engine needs QEMU for that, and hours.
options() {
  [ "$runtime" = native ] || return 0
  local platform=amd64
  [ "$architecture" = x86_64 ] || platform=arm64
  printf '%s\n' -Dquarkus.native.enabled=true -Dquarkus.native.container-build=true \
    "-Dquarkus.native.container-runtime-options=--platform=linux/$platform"
}

# The bytes 18 and 19 of an ELF file are its processor: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
processor() {
  local magic machine
  magic=$(od -An -tx1 -N4 "$1" | tr -d ' \n')
  machine=$(od -An -tx1 -j18 -N2 "$1" | tr -d ' \n')
  case $magic-$machine in
    7f454c46-3e00) echo x86_64 ;;
    7f454c46-b700) echo arm64 ;;
    *) echo unknown ;;
  esac
}

check() {
  if [ "$runtime" = java25 ]; then
    [ -d "$built/lib" ] || give_up "the build made no $built/lib, which Runtime=java25 needs."
    return
  fi
  [ -f "$built/bootstrap" ] || give_up "the build made no $built/bootstrap, which Runtime=native needs."
  local found
  found=$(processor "$built/bootstrap")
  [ "$found" != unknown ] || give_up "$built/bootstrap is not an executable of Linux for x86_64 or arm64: build it in a container."
  [ "$found" = "$architecture" ] || give_up "$1 was built for $found, and Architecture is $architecture." \
    "Build on a machine with that processor, or pass Architecture=$found to both sam build and sam deploy."
}

# The answers that `sam deploy --guided` saved, and gives again at the next `sam deploy`, which cannot see what was built.
saved() {
  [ -f "$project/samconfig.toml" ] || return 0
  grep -o "\b$1=[^ ]*" "$project/samconfig.toml" | sed 's/^[^=]*=//; s/[\\"]//g' | sort -u
}

check_saved() {
  local name=$1 made=$2 answers
  answers=$(saved "$name")
  [ -z "$answers" ] || grep -qx "$made" <<<"$answers" || give_up "samconfig.toml has $name=${answers//$'\n'/ or }, and this build is for $name=$made." \
    "Pass $name=${answers%%$'\n'*} to sam build too, or change the answer in samconfig.toml."
}

# A client of Docker may be installed while its engine does not run.
engine() {
  [ "$runtime" = native ] || return 0
  local program found=''
  for program in docker podman; do
    command -v "$program" >/dev/null || continue
    if "$program" info >/dev/null 2>&1; then return; fi
    found=$program
  done
  [ -z "$found" ] || give_up "a native build needs Docker or podman, and $found does not answer: $found info says why." \
    'Start it, or pass Runtime=java25 to both sam build and sam deploy.'
  give_up 'a native build needs Docker or podman. Install one, or pass Runtime=java25 to both sam build and sam deploy.'
}

check_saved Runtime "$runtime"
check_saved Architecture "$architecture"
engine
options=(${SLASH80_REVISION:+"-Drevision=$SLASH80_REVISION"}) # the version of a release
while IFS= read -r option; do options+=("$option"); done < <(options)
"$project/slash80" build -q -pl "functions/$module" -am ${options[@]+"${options[@]}"} >&2
check "$1"
cp -R "$built/." "$folder"
