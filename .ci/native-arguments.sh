#!/usr/bin/env bash
# Runs Quarkus' native augmentation of both functions without a GraalVM: a stub takes the place of native-image and writes down its
# arguments. This checks the augmentation and the arguments, not that an executable can be built. Its output is deleted.
# What the executables register for use at run time is compared with the reviewed lists in .ci/native.
#
#   native-arguments.sh WORK_FOLDER [--accept] [--keep]
#
# --accept writes the lists anew, for a review. --keep leaves what native-image would get, in WORK_FOLDER/watch and WORK_FOLDER/sweep:
# measure_function.py runs it on a JVM.
set -euo pipefail

readonly work=$1 options=" ${*:2} "
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# The answer by which Quarkus recognises a Mandrel for this JDK.
lay_stub() {
  mkdir -p "$work/graalvm/bin"
  cat >"$work/graalvm/bin/native-image" <<'STUB'
#!/bin/sh
if [ "$1" = --version ]; then
  echo 'native-image 25.0.1 2025-10-21'
  echo 'OpenJDK Runtime Environment Mandrel-25.0.1.0-Final (build 25.0.1+8-LTS)'
  echo 'OpenJDK 64-Bit Server VM Mandrel-25.0.1.0-Final (build 25.0.1+8-LTS, mixed mode)'
  exit
fi
printf '%s\n' "$@" >native-arguments.txt
for argument; do
  case $argument in *-runner) : >"$argument" ;; esac
done
STUB
  chmod 755 "$work/graalvm/bin/native-image"
}

# A copy, so that an executable of the stub is never mistaken for that of a function.
copy_project() {
  (cd "$project" && tar -c --exclude=target pom.xml mvnw .mvn functions) | tar -x -C "$work"
}

build() {
  (cd "$work" && GRAALVM_HOME=$work/graalvm ./mvnw -B -q -ntp -pl functions/watch,functions/sweep -am package -DskipTests \
    -Dquarkus.native.enabled=true -Dquarkus.native.container-build=false)
}

expect() {
  local what=$1
  shift
  if "$@"; then
    echo "as expected: $what"
  else
    echo "not as expected: $what" >&2
    return 1
  fi
}

check_function() {
  local folder=$work/functions/$1/target arguments libraries
  arguments=$(find "$folder" -name native-arguments.txt)
  libraries=$(dirname "$arguments")/lib
  expect "$1: native-image speaks https" grep -q -- '--enable-url-protocols=.*https' "$arguments"
  expect "$1: the executable holds the service file of the HTTP client" includes_resource "$(dirname "$arguments")"/*-runner.jar \
    META-INF/services/software.amazon.awssdk.http.SdkHttpService
  expect "$1: native-image gets the function's jar" grep -q -- '-runner\.jar$' "$arguments"
  expect "$1: the substitution of aws-crt is on the class path" contains_substitution "$libraries" checksums.internal.ChecksumProvider
  expect "$1: types with reflection, resources and proxies are those of .ci/native/$1.txt" \
    registers_as_reviewed "$1" "$(dirname "$arguments")"/*-runner.jar "$libraries"
}

# An entry too many makes the executable larger, and one too few fails at run time only.
registers_as_reviewed() {
  local reviewed=$project/.ci/native/$1.txt
  python3 "$project/.ci/native_entries.py" "$2" "$3" >"$work/entries.txt"
  if [[ $options == *' --accept '* ]]; then
    mkdir -p "$project/.ci/native"
    cp "$work/entries.txt" "$reviewed"
  fi
  diff -u "$reviewed" "$work/entries.txt" && return
  echo "A line with + is new, and makes the executable larger; a line with - is gone, and code that needs it fails at run time." >&2
  echo "If that is wanted, run .ci/native-arguments.sh WORK_FOLDER --accept, and say why in the commit." >&2
  return 1
}

# native-image reads the patterns of the resources from the function's jar; Quarkus escapes the dots.
includes_resource() {
  local jar=$1 resource=$2
  mkdir -p "$work/patterns"
  (cd "$work/patterns" && "$JAVA_HOME/bin/jar" -x -f "$jar" META-INF/native-image/resource-config.json)
  tr -d '\134' <"$work/patterns/META-INF/native-image/resource-config.json" | grep -qF "\"pattern\":\"$resource\""
}

# A substitution is a class annotated with @TargetClass that names the SDK's class.
contains_substitution() {
  local jar file
  for jar in "$1"/slash80.aws-*.jar; do
    mkdir -p "$work/classes"
    (cd "$work/classes" && "$JAVA_HOME/bin/jar" -x -f "$jar")
  done
  file=$(grep -rl "software.amazon.awssdk.$2" "$work/classes") && grep -q 'Lcom/oracle/svm/core/annotate/TargetClass;' "$file"
}

keep() {
  mv "$(dirname "$(find "$work/functions/$1/target" -name native-arguments.txt)")" "$work/$1"
}

rm -rf "$work"
mkdir -p "$work"
lay_stub
copy_project
build
check_function watch
check_function sweep
if [[ $options == *' --keep '* ]]; then
  keep watch
  keep sweep
  find "$work" -mindepth 1 -maxdepth 1 ! -name watch ! -name sweep -exec rm -rf {} +
else
  rm -rf "$work"
fi
