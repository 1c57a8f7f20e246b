<?php

/**
 * @file
 * As much of Drupal's modules, tests and functions as the module calls.
 *
 * @see render.php
 */

declare(strict_types=1);

namespace Drupal\filter\Attribute {

  use Drupal\Core\StringTranslation\TranslatableMarkup;

  #[\Attribute(\Attribute::TARGET_CLASS)]
  class Filter {

    public function __construct(
      public readonly string $id,
      public readonly TranslatableMarkup $title,
      public readonly int $type,
      public readonly ?TranslatableMarkup $description = NULL,
      public readonly int $weight = 0,
      public readonly bool $status = FALSE,
      public readonly array $settings = [],
    ) {}

  }

}

namespace Drupal\filter {

  class FilterProcessResult extends \Drupal\Core\Render\BubbleableMetadata {

    public function __construct(protected $processedText = '') {}

    public function getProcessedText() {
      return $this->processedText;
    }

    public function setProcessedText($processed_text) {
      $this->processedText = $processed_text;
      return $this;
    }

  }

}

namespace Drupal\filter\Plugin {

  interface FilterInterface {

    const TYPE_TRANSFORM_IRREVERSIBLE = 3;

    public function process($text, $langcode);

    public function tips($long = FALSE);

  }

  abstract class FilterBase implements FilterInterface {

    use \Drupal\Core\StringTranslation\StringTranslationTrait;

    public function __construct(array $configuration, $plugin_id, $plugin_definition) {}

  }

}

namespace Drupal\csp {

  final class CspEvents {

    const POLICY_ALTER = 'csp.policy_alter';

  }

  class Csp {

    public array $directives = [];

    public function hasDirective($name) {
      return isset($this->directives[$name]);
    }

    public function appendDirective($name, $value) {
      $this->directives[$name] = [...$this->directives[$name] ?? [], ...$value];
    }

    public function fallbackAwareAppendIfEnabled($name, $value) {
      $this->directives[$name] ??= $this->directives['default-src'] ?? [];
      $this->appendDirective($name, $value);
    }

  }

}

namespace Drupal\csp\Event {

  class PolicyAlterEvent {

    public function __construct(private \Drupal\csp\Csp $policy, private object $response) {}

    public function getPolicy() {
      return $this->policy;
    }

    public function getResponse() {
      return $this->response;
    }

  }

}

namespace Drupal\Tests {

  abstract class UnitTestCase extends \PHPUnit\Framework\TestCase {}

}

namespace {

  /**
   * Stands for the site.
   */
  class Drupal {

    /**
     * The settings of the module.
     */
    public static string $api = '';

    /**
     * Gives the settings.
     */
    public static function config($name) {
      return new \Drupal\Core\Config\Config($name, ['api' => static::$api]);
    }

  }

  /**
   * Translates a text.
   */
  function t($string, array $args = [], array $options = []) {
    // phpcs:ignore -- The text comes from the caller.
    return new \Drupal\Core\StringTranslation\TranslatableMarkup($string, $args, $options);
  }

}
