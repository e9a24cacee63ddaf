# Runs a formula of Homebrew without Homebrew: reads it as `brew` would on a system and processor, unpacks the archive that it names,
# and runs its blocks `install` and `test`. Has only the words of https://docs.brew.sh/Formula-Cookbook that the formula uses.
#
#   ruby formula.rb FORMULA linux|macos x86_64|arm64 FOLDER_OF_ARCHIVES PREFIX
require "digest"
require "fileutils"
require "open3"
require "pathname"

SYSTEM, PROCESSOR = ARGV[1], ARGV[2]

class Pathname
  def install(*files)
    mkpath
    files.flatten.each { |file| FileUtils.mv(file, self) }
  end

  def install_symlink(file)
    mkpath
    FileUtils.ln_s(Pathname(file).relative_path_from(self), self + File.basename(file))
  end
end

class Formula
  class << self
    attr_reader :checks

    %i[desc homepage version url sha256 license].each do |word|
      define_method(word) do |*given|
        @values ||= {}
        given.empty? ? @values.fetch(word) : @values[word] = given.first
      end
    end

    def on_macos = SYSTEM == "macos" && yield
    def on_linux = SYSTEM == "linux" && yield
    def on_arm = PROCESSOR == "arm64" && yield
    def on_intel = PROCESSOR == "x86_64" && yield

    def test(&block)
      @checks = block
    end
  end

  def initialize(prefix)
    @prefix = Pathname(prefix)
  end

  def version = self.class.version
  def bin = @prefix + "bin"
  def libexec = @prefix + "libexec"

  def shell_output(command, expected = 0)
    output, status = Open3.capture2(command)
    raise "#{command} ended with #{status.exitstatus}" unless status.exitstatus == expected
    output
  end

  def assert_match(expected, actual)
    raise "expected #{expected.inspect} in #{actual[0, 400].inspect}" unless actual.match?(expected.is_a?(String) ? Regexp.escape(expected) : expected)
  end
end

load ARGV[0]
archive = Pathname(ARGV[3]) + File.basename(Slash80.url)
raise "the sum of #{archive} is another" unless Digest::SHA256.file(archive).hexdigest == Slash80.sha256
raise "desc is longer than 80 characters" if Slash80.desc.length > 80

prefix = Pathname(ARGV[4])
staging = prefix + "staging"
staging.mkpath
system("tar", "-xzf", archive.to_s, "-C", staging.to_s, exception: true)
# `brew` goes into the one folder of an archive.
formula = Slash80.new(prefix + "cellar")
Dir.chdir(staging.children.fetch(0)) { formula.install }
Dir.chdir(prefix) { formula.instance_eval(&Slash80.checks) }
puts "install and test passed"
