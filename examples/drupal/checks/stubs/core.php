<?php

/**
 * @file
 * As much of Drupal's API as the module calls, with core's signatures.
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

namespace Drupal\Core\Config {

  interface ConfigFactoryInterface {

    public function get($name);

    public function getEditable($name);

  }

  interface TypedConfigManagerInterface {}

  final class ConfigEvents {

    const SAVE = 'config.save';
    const DELETE = 'config.delete';

  }

  class Config implements \Drupal\Core\Cache\CacheableDependencyInterface {

    public function __construct(private string $name, public array $data, private array $original = []) {}

    public function getName() {
      return $this->name;
    }

    public function get($key = '') {
      return $this->data[$key] ?? NULL;
    }

    public function getOriginal($key = '', $apply_overrides = TRUE) {
      return $this->original[$key] ?? NULL;
    }

    public function getCacheContexts() {
      return [];
    }

    public function getCacheTags() {
      return ['config:' . $this->name];
    }

    public function getCacheMaxAge() {
      return -1;
    }

  }

  class ConfigCrudEvent extends \Symfony\Contracts\EventDispatcher\Event {

    public function __construct(protected Config $config) {}

    public function getConfig() {
      return $this->config;
    }

    public function isChanged($key) {
      return $this->config->get($key) !== $this->config->getOriginal($key);
    }

  }

}

namespace Drupal\Core\Language {

  interface LanguageInterface {

    const TYPE_INTERFACE = 'language_interface';

    public function getId();

  }

  interface LanguageManagerInterface {

    public function getCurrentLanguage($type = LanguageInterface::TYPE_INTERFACE);

  }

}

namespace Drupal\Core\Asset {

  interface LibraryDependencyResolverInterface {

    public function getLibrariesWithDependencies(array $libraries);

  }

}

namespace Drupal\Core\DependencyInjection {

  class ContainerBuilder extends \Symfony\Component\DependencyInjection\ContainerBuilder {}

  interface ServiceProviderInterface {

    public function register(ContainerBuilder $container);

  }

  class ServiceProviderBase implements ServiceProviderInterface {

    public function register(ContainerBuilder $container) {}

    public function alter(ContainerBuilder $container) {}

  }

}

namespace Drupal\Core\Routing {

  interface RouteMatchInterface {}

}

namespace Drupal\Core {

  class Url {

    private function __construct(private string $name) {}

    public static function fromRoute($route_name, $route_parameters = [], $options = []) {
      return new static($route_name);
    }

    public function toString($collect_bubbleable_metadata = FALSE) {
      return '/' . $this->name;
    }

  }

}

namespace Drupal\Core\Plugin {

  use Symfony\Component\DependencyInjection\ContainerInterface;

  interface ContainerFactoryPluginInterface {

    public static function create(ContainerInterface $container, array $configuration, $plugin_id, $plugin_definition);

  }

}

namespace Drupal\Core\Form {

  interface FormStateInterface {

    public function &getValue($key, $default = NULL);

    public function setValue($key, $value);

    public function setErrorByName($name, $message = '');

  }

  abstract class ConfigFormBase {

    use \Drupal\Core\StringTranslation\StringTranslationTrait;

    public function buildForm(array $form, FormStateInterface $form_state) {
      return $form;
    }

    public function validateForm(array &$form, FormStateInterface $form_state) {}

    public function submitForm(array &$form, FormStateInterface $form_state) {}

    abstract public function getFormId();

    abstract protected function getEditableConfigNames();

  }

}

namespace Drupal\Core\Block\Attribute {

  #[\Attribute(\Attribute::TARGET_CLASS)]
  class Block {

    public function __construct(
      public readonly string $id,
      public readonly ?\Drupal\Core\StringTranslation\TranslatableMarkup $admin_label = NULL,
      public readonly ?\Drupal\Core\StringTranslation\TranslatableMarkup $category = NULL,
      public readonly array $context_definitions = [],
      public readonly ?string $deriver = NULL,
      public readonly array $forms = [],
    ) {}

  }

}

namespace Drupal\Core\Block {

  use Drupal\Core\Form\FormStateInterface;

  abstract class BlockBase {

    use \Drupal\Core\StringTranslation\StringTranslationTrait;

    protected $configuration;

    public function __construct(array $configuration, $plugin_id, $plugin_definition) {
      $this->configuration = $configuration + $this->defaultConfiguration();
    }

    public function getConfiguration() {
      return $this->configuration;
    }

    public function defaultConfiguration() {
      return [];
    }

    public function blockForm($form, FormStateInterface $form_state) {
      return [];
    }

    public function blockValidate($form, FormStateInterface $form_state) {}

    public function blockSubmit($form, FormStateInterface $form_state) {}

    abstract public function build();

  }

}

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
