package slash80.aws;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Words for the reason why a file could not be read or written.
public final class FileFailure {
  private FileFailure() {}

  public static String reason(Exception failure) {
    return switch (failure.getCause() == null ? failure : failure.getCause()) {
      case NoSuchFileException _ -> "there is no such file";
      case NotDirectoryException _ -> "it is not a folder";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemLoopException _ -> "its links lead in a circle";
      case CharacterCodingException _ -> "not a text file: it is not UTF-8";
      case FileSystemException failed when failed.getReason() != null -> failed.getReason();
      case IOException failed when "Is a directory".equals(failed.getMessage()) ->
          "this is a folder";
      default -> "it is not a text file";
    };
  }
}
