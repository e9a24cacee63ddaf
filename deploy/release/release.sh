#!/usr/bin/env bash
# Builds the files of a release, as far as one machine can.
#
#   release.sh VERSION FOLDER [PART ...]     builds the parts, by default command-line, functions-java25, bom, template
#   release.sh VERSION FOLDER finish URL     when all files are there: the formula for the project at URL, and the checksums
#   release.sh VERSION FOLDER notes          prints what CHANGELOG.md says about the version, or of what is unreleased
#
# The parts: command-line (with its own Java runtime, for the system and processor of this machine), functions-native (for the
# processor of this machine; needs Docker or podman), functions-java25, bom (what everything is made of, in CycloneDX), and
# template (the packaged template: it names the functions in the buckets SLASH80_BUCKET-REGION, by default slash80-releases).
# Each is made of a separate copy of the last commit.
set -euo pipefail

usage() { sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
give_up() { printf 'slash80: %s\n' "$*" >&2; exit 1; }
say() { printf 'slash80: %s\n' "$*" >&2; }

[ $# -ge 2 ] || usage
version=$1
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || give_up "$version is no version: expected one such as 1.1.0 or 1.1.0-rc.1."
mkdir -p "$2"
folder=$(cd "$2" && pwd)
shift 2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
readonly version folder here project

system() {
  case $(uname -s) in
    Linux) echo linux ;;
    Darwin) echo macos ;;
    *) give_up "the command line is built on Linux and macOS only, not on $(uname -s)." ;;
  esac
}

processor() {
  case $(uname -m) in
    x86_64 | amd64) echo x86_64 ;;
    arm64 | aarch64) echo arm64 ;;
    *) give_up "the command line is built for x86_64 and arm64 only, not for $(uname -m)." ;;
  esac
}

# The launcher finds the JDK.
java_home() { sed "s/^main .*/find_java/" "$project/slash80" | bash; }

checksum() {
  if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

# The last commit, in a folder of its own: no file that is not committed gets into a release.
checkout() {
  [ -z "${source:-}" ] || return 0
  source=$(mktemp -d "${TMPDIR:-/tmp}/slash80-release.XXXXXX")
  trap 'rm -rf "$source"' EXIT
  git -C "$project" archive HEAD | tar -x -C "$source"
}

build() {
  checkout
  (cd "$source" && ./slash80 build -q "-Drevision=$version" "$@" >&2)
}

# java.naming and java.xml are what the SDK needs besides; jdk.unsupported what its HTTP client does.
readonly java_modules=java.base,java.logging,java.naming,java.xml,jdk.unsupported

# The JVM makes an ahead-of-time cache in a run of what people run most, with which a start takes half the time.
make_cache() {
  local out=$1 cache=$1/lib/$2.aot training=$3
  "$out/runtime/bin/java" -Xlog:disable -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining \
    "-XX:AOTCacheOutput=$cache" "-Dproject.root=$out" -jar "$out/lib/audit.jar" "$training" >"$source/training.log" 2>&1 || true
  rm -f "$cache.config"
  [ -s "$cache" ] || { tail -n 20 "$source/training.log" >&2; give_up "the JVM made no $2.aot, without which each start takes twice as long."; }
}

command_line() {
  local name java
  name=slash80-$version-$(system)-$(processor)
  java=$(java_home)
  build -pl functions/audit -am
  local out=$source/$name
  mkdir -p "$out/lib" "$out/bin" "$out/events" "$out/functions"
  cp "$source/functions/audit/target/audit.jar" "$out/lib"
  cp -R "$source/functions/audit/target/lib" "$out/lib/lib"
  cp -R "$source/events/." "$out/events"
  cp -R "$source/schemas" "$source/LICENSE" "$source/NOTICE" "$source/README.md" "$source/CHANGELOG.md" "$out"
  cp "$here/slash80" "$out/bin"
  chmod 755 "$out/bin/slash80"
  "$java/bin/jlink" --add-modules "$java_modules" --strip-debug --no-header-files --no-man-pages --compress zip-6 --generate-cds-archive --output "$out/runtime"
  # Of both caches that a JVM has without another, this one is for heaps of 32 GB.
  rm -f "$out/runtime/lib/server/classes_nocoops.jsa"
  # As ./slash80 does: without these classes the JVM makes no cache, or a smaller one.
  "$java/bin/java" "$source/.ci/NewerClasses.java" "$out"/lib/lib/{picocli,core,aws,checks}-[0-9]*.jar "$out/lib/audit.jar"
  make_cache "$out" slash80 train
  make_cache "$out" slash80-live train-live
  # The cache knows its jars by their times, which an archive keeps to the second.
  tar -C "$source" -czf "$folder/$name.tar.gz" "$name"
  say "made $name.tar.gz"
}

functions() {
  local runtime=$1 module zip architecture
  architecture=$(processor)
  checkout
  sed -n 's|^ *CodeUri: functions/\(.*\)/target/function$|\1|p' "$source/template.yaml" | sort -u | while IFS= read -r module; do
    zip=$module-$version-$runtime.zip
    [ "$runtime" = java25 ] || zip=$module-$version-$runtime-$architecture.zip
    mkdir -p "$source/built/$module"
    SLASH80_REVISION=$version "$source/deploy/build/function.sh" "$module" "$runtime" "$architecture" "$source/built/$module" </dev/null
    cp "$source/functions/$module/target/function.zip" "$folder/$zip"
    say "made $zip"
  done
}

bom() {
  checkout
  local java
  java=$(java_home)
  (cd "$source" && JAVA_HOME=$java ./mvnw -B -ntp -q org.cyclonedx:cyclonedx-maven-plugin:makeAggregateBom "-Drevision=$version" -DoutputFormat=json >&2)
  cp "$source/target/bom.json" "$folder/slash80-$version.cdx.json"
  say "made slash80-$version.cdx.json"
}

template() {
  checkout
  python3 "$here/package_template.py" "$source/template.yaml" "$version" "${SLASH80_BUCKET:-slash80-releases}" >"$folder/slash80-$version.yaml"
  say "made slash80-$version.yaml"
}

finish() {
  [ $# = 1 ] || usage
  local formula
  formula=$(sed -e "s|@HOMEPAGE@|$1|g" -e "s|@VERSION@|$version|g" "$here/slash80.rb")
  local place archive
  for place in macos-arm64 macos-x86_64 linux-arm64 linux-x86_64; do
    archive=$folder/slash80-$version-$place.tar.gz
    [ -f "$archive" ] || give_up "$archive is missing: the formula of Homebrew names it. Build it on such a machine."
    formula=${formula//@$place@/$(checksum "$archive" | cut -d' ' -f1)}
  done
  printf '%s\n' "$formula" >"$folder/slash80.rb"
  rm -f "$folder/SHA256SUMS"
  local sums
  sums=$(cd "$folder" && checksum -- *)
  printf '%s\n' "$sums" >"$folder/SHA256SUMS"
  say 'made slash80.rb and SHA256SUMS'
}

# The section of the version, or else the first one, which is of what is unreleased.
notes() {
  local heading
  heading=$(grep -m 1 -F "## [$version]" "$project/CHANGELOG.md" || grep -m 1 '^## \[' "$project/CHANGELOG.md")
  awk -v heading="$heading" '/^## \[/ { inside = $0 == heading; next } inside' "$project/CHANGELOG.md"
}

case ${1:-} in
  finish | notes)
    "$@"
    exit
    ;;
esac
[ $# -gt 0 ] || set -- command-line functions-java25 bom template
for part; do
  case $part in
    command-line) command_line ;;
    functions-native) functions native ;;
    functions-java25) functions java25 ;;
    bom) bom ;;
    template) template ;;
    *) usage ;;
  esac
done
