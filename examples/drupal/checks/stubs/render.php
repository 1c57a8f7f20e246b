<?php

/**
 * @file
 * As much of Drupal's rendering as the module calls, with core's signatures.
 *
 * It lets the module's classes be loaded and run without Drupal. Nothing here is
 * Drupal's own code; on a site, the tests in creno/tests run against the real
 * one.
 */

declare(strict_types=1);

namespace Drupal\Component\Render {

  interface MarkupInterface extends \JsonSerializable, \Stringable {}

}

namespace Drupal\Component\Utility {

  class Html {

    public static function load($html) {
      return (new \Masterminds\HTML5(['disable_html_ns' => TRUE, 'encoding' => 'UTF-8']))->loadHTML('<body>' . $html);
    }

    public static function serialize(\DOMDocument $document) {
      $html = '';
      foreach ($document->getElementsByTagName('body')->item(0)->childNodes as $node) {
        $html .= (new \Masterminds\HTML5(['disable_html_ns' => TRUE]))->saveHTML($node);
      }
      return $html;
    }

  }

}

namespace Drupal\Core\StringTranslation {

  use Drupal\Component\Render\MarkupInterface;

  class TranslatableMarkup implements MarkupInterface {

    public function __construct(public $string, public array $arguments = [], public array $options = []) {}

    public function __toString(): string {
      return strtr($this->string, $this->arguments);
    }

    public function jsonSerialize(): string {
      return (string) $this;
    }

  }

  trait StringTranslationTrait {

    protected function t($string, array $args = [], array $options = []) {
      // phpcs:ignore -- The text comes from the caller.
      return new TranslatableMarkup($string, $args, $options);
    }

  }

}

namespace Drupal\Core\Cache {

  interface CacheTagsInvalidatorInterface {

    public function invalidateTags(array $tags);

  }

  interface CacheableDependencyInterface {

    public function getCacheContexts();

    public function getCacheTags();

    public function getCacheMaxAge();

  }

  class CacheableMetadata implements CacheableDependencyInterface {

    protected array $contexts = [];
    protected array $tags = [];

    public static function createFromObject($object) {
      return (new static())->addCacheableDependency($object);
    }

    public static function createFromRenderArray(array $build) {
      $metadata = new static();
      $metadata->contexts = $build['#cache']['contexts'] ?? [];
      $metadata->tags = $build['#cache']['tags'] ?? [];
      return $metadata;
    }

    public function addCacheContexts(array $contexts) {
      $this->contexts = array_values(array_unique([...$this->contexts, ...$contexts]));
      return $this;
    }

    public function addCacheableDependency($other_object) {
      $this->tags = array_values(array_unique([...$this->tags, ...$other_object->getCacheTags()]));
      return $this->addCacheContexts($other_object->getCacheContexts());
    }

    public function getCacheContexts() {
      return $this->contexts;
    }

    public function getCacheTags() {
      return $this->tags;
    }

    public function getCacheMaxAge() {
      return -1;
    }

    public function applyTo(array &$build) {
      $build['#cache'] = ['contexts' => $this->contexts, 'tags' => $this->tags, 'max-age' => -1];
    }

  }

}

namespace Drupal\Core\Render {

  use Drupal\Core\Cache\CacheableMetadata;

  interface AttachmentsInterface {

    public function getAttachments();

    public function addAttachments(array $attachments);

    public function setAttachments(array $attachments);

  }

  class BubbleableMetadata extends CacheableMetadata implements AttachmentsInterface {

    protected array $attachments = [];

    public static function createFromRenderArray(array $build) {
      return parent::createFromRenderArray($build)->setAttachments($build['#attached'] ?? []);
    }

    public function addCacheableDependency($other_object) {
      parent::addCacheableDependency($other_object);
      return $other_object instanceof AttachmentsInterface ? $this->addAttachments($other_object->getAttachments()) : $this;
    }

    public function getAttachments() {
      return $this->attachments;
    }

    public function addAttachments(array $attachments) {
      return $this->setAttachments(array_merge_recursive($this->attachments, $attachments));
    }

    public function setAttachments(array $attachments) {
      $this->attachments = $attachments;
      return $this;
    }

  }

  interface RendererInterface {

    public function renderInIsolation(&$elements);

  }

}
