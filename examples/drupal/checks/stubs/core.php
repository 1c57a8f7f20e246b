<?php

/**
 * @file
 * As much of Drupal's other core APIs as the module calls.
 *
 * @see render.php
 */

declare(strict_types=1);

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
