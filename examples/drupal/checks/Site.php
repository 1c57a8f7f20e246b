<?php

declare(strict_types=1);

namespace Creno\Checks;

use Drupal\Component\Render\MarkupInterface;
use Drupal\Core\Asset\LibraryDependencyResolverInterface;
use Drupal\Core\Cache\CacheTagsInvalidatorInterface;
use Drupal\Core\Config\Config;
use Drupal\Core\Config\ConfigFactoryInterface;
use Drupal\Core\Form\FormStateInterface;
use Drupal\Core\Language\LanguageInterface;
use Drupal\Core\Language\LanguageManagerInterface;
use Drupal\Core\Render\RendererInterface;
use Drupal\creno\BookingBuilder;
use Symfony\Component\DependencyInjection\Container;
use Twig\Environment;
use Twig\Loader\FilesystemLoader;
use Twig\TwigFunction;

/**
 * A site with one setting and one language, which renders with the real Twig.
 */
class Site implements
  CacheTagsInvalidatorInterface,
  ConfigFactoryInterface,
  FormStateInterface,
  LanguageInterface,
  LanguageManagerInterface,
  LibraryDependencyResolverInterface,
  RendererInterface {

  /**
   * The values of the form, by name.
   */
  public array $values = [];

  /**
   * The errors of the form, by name.
   */
  public array $errors = [];

  /**
   * The tags that were invalidated.
   */
  public array $tags = [];

  public function __construct(public string $api, public string $langcode = 'fr') {}

  /**
   * Gives a container with the services that the plugins ask for.
   */
  public function container(): Container {
    $container = new Container();
    $container->set('creno.builder', new BookingBuilder($this, $this));
    $container->set('config.factory', $this);
    $container->set('renderer', $this);
    return $container;
  }

  /**
   * {@inheritdoc}
   */
  public function get($name) {
    return new Config($name, ['api' => $this->api]);
  }

  /**
   * {@inheritdoc}
   */
  public function getEditable($name) {
    return $this->get($name);
  }

  /**
   * {@inheritdoc}
   */
  public function getCurrentLanguage($type = LanguageInterface::TYPE_INTERFACE) {
    return $this;
  }

  /**
   * {@inheritdoc}
   */
  public function getId() {
    return $this->langcode;
  }

  /**
   * {@inheritdoc}
   */
  public function getLibrariesWithDependencies(array $libraries) {
    return $libraries;
  }

  /**
   * {@inheritdoc}
   */
  public function invalidateTags(array $tags) {
    $this->tags = [...$this->tags, ...$tags];
  }

  /**
   * {@inheritdoc}
   */
  public function &getValue($key, $default = NULL) {
    if (!isset($this->values[$key])) {
      return $default;
    }
    return $this->values[$key];
  }

  /**
   * {@inheritdoc}
   */
  public function setValue($key, $value) {
    $this->values[$key] = $value;
    return $this;
  }

  /**
   * {@inheritdoc}
   */
  public function setErrorByName($name, $message = '') {
    $this->errors[$name] = (string) $message;
    return $this;
  }

  /**
   * {@inheritdoc}
   */
  public function renderInIsolation(&$elements) {
    if (!isset($elements['#theme'])) {
      return '';
    }
    $twig = new Environment(new FilesystemLoader(__DIR__ . '/../creno/templates'), ['strict_variables' => TRUE]);
    // As in Drupal: values are escaped, and the whole is not escaped again.
    $attributes = static function (array $attributes): string {
      $html = '';
      foreach ($attributes as $name => $value) {
        $html .= sprintf(' %s="%s"', $name, htmlspecialchars((string) $value, ENT_QUOTES));
      }
      return $html;
    };
    $twig->addFunction(new TwigFunction('create_attribute', $attributes, ['is_safe' => ['html']]));
    $variables = [];
    foreach (creno_theme()[$elements['#theme']]['variables'] as $name => $default) {
      $variables[$name] = $elements["#$name"] ?? $default;
    }
    return new class($twig->render(strtr($elements['#theme'], '_', '-') . '.html.twig', $variables)) implements MarkupInterface {

      public function __construct(private string $html) {}

      /**
       * {@inheritdoc}
       */
      public function __toString(): string {
        return $this->html;
      }

      /**
       * {@inheritdoc}
       */
      public function jsonSerialize(): string {
        return $this->html;
      }

    };
  }

}
